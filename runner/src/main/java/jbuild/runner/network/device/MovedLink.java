package jbuild.runner.network.device;

import java.util.Optional;
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
    ends.host().links().move(link, ends.machineNamespace(), inside(link));
    moved = Optional.of(link);
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
    // The machine may have renamed it; its address stays, unless that was changed as well.
    Optional<Link> now =
        there
            .find(inside(link))
            .or(
                () ->
                    there.list().stream()
                        .filter(one -> one.mac().isPresent() && one.mac().equals(link.mac()))
                        .findFirst());
    now.ifPresent(one -> there.move(one, ends.hostNamespace(), link.name()));
    moved = Optional.empty();
  }
}
