package jbuild.runner.network.nft;

import java.util.Optional;

/**
 * A chain of whoever.
 *
 * @param place where packets come to it; nothing where only other chains lead to it
 */
public record ForeignChain(Family family, String table, String name, Optional<Place> place) {
  /**
   * A place on a packet's way.
   *
   * @param type for example {@code filter}
   * @param priority smaller ones are asked first
   * @param drops whether what no rule decides is dropped
   */
  public record Place(String type, Hook hook, int priority, boolean drops) {}

  boolean dropsAt(Hook hook) {
    return place.isPresent()
        && place.get().drops()
        && place.get().hook() == hook
        && place.get().type().equals("filter");
  }
}
