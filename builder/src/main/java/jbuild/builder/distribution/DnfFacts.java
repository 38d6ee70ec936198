package jbuild.builder.distribution;

import java.util.List;
import java.util.Objects;

/** What dnf needs to know of a distribution. */
public record DnfFacts(RpmFacts rpm) implements ToolFacts {
  public DnfFacts {
    Objects.requireNonNull(rpm);
  }

  @Override
  public List<String> mirrorNames() {
    return rpm.mirrorNames();
  }

  @Override
  public List<String> releaseNames() {
    return rpm.releaseNames();
  }
}
