package jbuild.builder.distribution;

import java.util.List;
import java.util.Objects;

/** What zypper needs to know of a distribution. */
public record ZypperFacts(RpmFacts rpm) implements ToolFacts {
  public ZypperFacts {
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
