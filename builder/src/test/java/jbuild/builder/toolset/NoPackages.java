package jbuild.builder.toolset;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.ContentCache;
import jbuild.builder.repository.Downloads;
import jbuild.builder.repository.Fetcher;
import jbuild.builder.repository.Limits;
import jbuild.builder.repository.Proxies;
import jbuild.builder.repository.Suite;

/** A source that has nothing. */
public record NoPackages() implements PackageSource {
  @Override
  public Suite suite(Path cache, Progress progress) {
    return new Suite("stable", URI.create("http://mirror.jbuild.invalid"), Map.of(), List.of());
  }

  @Override
  public Downloads downloads(Path cache) {
    return new Downloads(new Fetcher(Limits.USUAL, new Proxies(Map.of())), new ContentCache(cache));
  }
}
