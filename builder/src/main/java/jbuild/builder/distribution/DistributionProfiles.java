package jbuild.builder.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.repository.PinnedKey;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The distributions that jbuild knows. The facts are YAML: a new one needs no new code. */
public final class DistributionProfiles {
  private static final String HOME = "/profiles/";
  private static final List<String> SHIPPED = List.of("debian", "ubuntu");

  /** What a recipe may name as its distribution. */
  public List<String> names() {
    return SHIPPED;
  }

  public Optional<DistributionProfile> find(String name) {
    return SHIPPED.contains(name) ? Optional.of(read(resource(name + ".yaml"))) : Optional.empty();
  }

  private static URL resource(String path) {
    URL resource = DistributionProfiles.class.getResource(HOME + path);
    if (resource == null) {
      throw new IllegalStateException("not in the jar: " + HOME + path);
    }
    return resource;
  }

  static DistributionProfile read(URL file) {
    try (InputStream in = file.openStream()) {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      Object tree = new Yaml(new SafeConstructor(options)).load(in);
      return profile(new YamlMap(file.getPath(), tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DistributionProfile profile(YamlMap yaml) {
    return new DistributionProfile(
        yaml.text("name"),
        yaml.text("tool"),
        yaml.texts("architectures"),
        yaml.texts("components"),
        yaml.texts("known-components"),
        yaml.map("mirrors").values(URI::create),
        yaml.maps("releases").stream().map(DistributionProfiles::release).toList(),
        yaml.texts("bootable"),
        new BootPackages(
            yaml.map("kernels").values(text -> text), yaml.texts("initrd"), yaml.text("loader")),
        yaml.text("bootstrap-script"),
        yaml.text("keyring"),
        yaml.text("keyring-package"),
        yaml.text("sources"),
        yaml.map("keys").values(text -> text).entrySet().stream()
            .map(DistributionProfiles::key)
            .toList());
  }

  private static Release release(YamlMap yaml) {
    return new Release(
        yaml.text("name"),
        yaml.optionalText("version"),
        yaml.texts("aliases"),
        yaml.map("suites").values(text -> text).entrySet().stream()
            .map(suite -> new Release.Suite(suite.getKey(), suite.getValue()))
            .toList(),
        yaml.optionalText("loader"));
  }

  private static PinnedKey key(Map.Entry<String, String> key) {
    try {
      URI source = resource("keys/" + key.getKey() + ".asc").toURI();
      return new PinnedKey(key.getKey(), key.getValue(), source);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
