package jbuild.builder.processor;

import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Which programs run on a host, with those of others through an emulator such as qemu-user.
 *
 * @param host what it is called
 * @param handlers what its kernel starts for programs of others; none when we may not look
 */
public record ForeignPrograms(String host, Optional<List<BinaryHandler>> handlers) {
  public ForeignPrograms {
    handlers = handlers.map(List::copyOf);
  }

  /** The same objection of this host, whose kernel is asked only about foreign machines. */
  public static Optional<Failure> objectionOfHost(String image, String wanted) {
    ForeignPrograms own =
        new ForeignPrograms(System.getProperty("os.arch"), Optional.of(List.of()));
    return own.runs(wanted)
        ? Optional.empty()
        : new ForeignPrograms(own.host(), BinaryHandlers.registered()).objection(image, wanted);
  }

  /** Whether it needs no emulator for programs of a machine. */
  private boolean runs(String wanted) {
    return host.equals(wanted)
        || Processor.named(host)
            .flatMap(here -> Processor.named(wanted).filter(here::runs))
            .isPresent();
  }

  /** Why programs for the machine do not run; it may come out only when one is tried. */
  public Optional<Failure> objection(String image, String wanted) {
    if (runs(wanted)) {
      return Optional.empty();
    }
    Optional<Processor> there = Processor.named(wanted);
    String what = "cannot build " + image + " for " + wanted;
    if (there.isEmpty()) {
      return Optional.of(
          failure(what, "jbuild knows no such machine", "correct distribution.architecture"));
    }
    return handlers.flatMap(all -> objection(what, there.get(), all));
  }

  private Optional<Failure> objection(String what, Processor wanted, List<BinaryHandler> all) {
    List<BinaryHandler> fitting = all.stream().filter(one -> one.takes(wanted.header())).toList();
    if (fitting.isEmpty()) {
      return Optional.of(
          failure(
              what,
              "this host is %s, and its kernel has no binfmt_misc handler for programs of %s"
                  .formatted(host, wanted.names().get(0)),
              "install qemu-user-static, which registers one, or build on a host of that machine"));
    }
    return fitting.stream().anyMatch(BinaryHandler::fixed)
        ? Optional.empty()
        : Optional.of(
            failure(
                what,
                "the binfmt_misc handler %s has no flag F: its %s is not found inside of images"
                    .formatted(fitting.get(0).name(), fitting.get(0).interpreter()),
                "register it with flag F, as qemu-user-static does"));
  }

  private static Failure failure(String what, String why, String fix) {
    return new Failure(ExitStatus.HOST_CANNOT, what, why, fix);
  }
}
