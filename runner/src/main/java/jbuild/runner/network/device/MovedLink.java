package jbuild.runner.network.device;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.Links;
import jbuild.runner.network.link.NamespaceNetwork;

/** A link of the host that the machine has while it runs. */
public final class MovedLink implements Device {
  private final String name;
  private final String inside;
  private Optional<Link> moved = Optional.empty();

  /**
   * A link to be moved.
   *
   * @param inside what the machine calls it; the same as the host, when empty
   */
  public MovedLink(String name, String inside) {
    this.name = name;
    this.inside = inside;
  }

  @Override
  public void check(NamespaceNetwork host) {
    Link link = host.links().named(name, what());
    if (link.isLoopback()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot " + what(),
          "each namespace has a loopback link of its own",
          "name another link");
    }
  }

  private String what() {
    return "give the machine the link " + name;
  }

  @Override
  public void attach(Ends ends) {
    Link link = ends.host().links().named(name, what());
    // The kernel would move it first, and find out afterwards.
    if (ends.machine().links().find(inside(link)).isPresent()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot " + what(),
          "the machine has another link called " + inside(link),
          "give this one a name of its own: --network-interface=" + name + ":NAME");
    }
    moved = Optional.of(link);
    ends.host().links().move(link, ends.machineNamespace(), inside(link));
  }

  private String inside(Link link) {
    return inside.isEmpty() ? link.name() : inside;
  }

  @Override
  public void detach(Ends ends) {
    if (moved.isEmpty()) {
      return;
    }
    Link link = moved.get();
    Links there = ends.machine().links();
    now(link, there.list()).ifPresent(one -> there.move(one, ends.hostNamespace(), link.name()));
    moved = Optional.empty();
  }

  /**
   * The machine may have renamed it, and may have changed its address; what has neither is another
   * one. With its address there may be children of it, which are of another kind.
   */
  private Optional<Link> now(Link link, List<Link> links) {
    List<Link> alike =
        links.stream().filter(one -> one.kind().equals(link.kind()) && !one.isLoopback()).toList();
    Predicate<Link> addressed = one -> one.mac().isPresent() && one.mac().equals(link.mac());
    Predicate<Link> named = one -> one.name().equals(inside(link));
    return first(alike, addressed.and(named))
        .or(() -> first(alike, addressed))
        .or(() -> first(alike, named));
  }

  private static Optional<Link> first(List<Link> links, Predicate<Link> condition) {
    return links.stream().filter(condition).findFirst();
  }
}
