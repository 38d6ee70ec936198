package jbuild.runner.network.nft;

import java.util.Objects;

/**
 * A link on which nothing of a family was forwarded before us: what it brings goes on to machines
 * of ours only.
 */
public record GuardedLink(String name, Family family) {
  public GuardedLink {
    Objects.requireNonNull(name);
    Objects.requireNonNull(family);
  }
}
