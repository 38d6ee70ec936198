package jbuild.cli.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import jbuild.builder.pool.PoolPrograms;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.cli.progress.ClosingProgress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.pool.Pool;
import jbuild.runner.image.pool.PoolFile;
import jbuild.runner.image.pool.PoolMaker;
import jbuild.runner.image.pool.Room;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RequiredPrivilege;
import jbuild.runner.machine.RuntimeDirectory;

/** Keeps a btrfs in a file for images, on hosts that have none where images are. */
final class PoolVerb implements StoreVerb {
  static final String WORDS = "[status|create|grow|limit|mount|umount|remove] [SIZE]";

  static final List<String> EXPLANATION =
      List.of(
          "status: tells where the pool is, how large it is, and how full (default).",
          "create: makes it beside the images, of SIZE (default: 1G). It grows as it is needed.",
          "grow: makes it as large as SIZE at once.",
          "limit: lets it grow to SIZE and no further; - is no limit.",
          "mount: shows it to all programs of the host, where images are.",
          "umount: shows it to jbuild only, as before.",
          "remove: removes it when it is empty; with --force all images in it, too.",
          "SIZE is in bytes, or with K, M, G or T.");

  private static final List<String> WITHOUT_SIZE = List.of("status", "mount", "umount", "remove");

  /** To begin with; it grows. */
  private static final long USUAL_SIZE = 1L << 30;

  private final StoreHost host;

  PoolVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    PoolFile place = new PoolFile(host.store(request).places().pool());
    String wish = request.word(0).orElse("status");
    if (request.words().size() > 1 && WITHOUT_SIZE.contains(wish)) {
      throw request.wrong(
          "cannot use '" + request.words().get(1) + "'",
          "'pool " + wish + "' takes no size",
          "leave it out: only create, grow and limit have one");
    }
    RequiredPrivilege.check("cannot use the pool of " + place.directory());
    switch (wish) {
      case "status" -> status(place, request);
      case "create" -> create(place, size(request).orElse(USUAL_SIZE), request);
      case "grow" -> grow(place, required(request));
      case "limit" -> limit(place, bound(request));
      case "mount" -> mount(place);
      case "umount" -> unmount(place);
      case "remove" -> new PoolMaker(place).remove(request.has(Setting.FORCE));
      default ->
          throw new Failure(
              ExitStatus.WRONG_USAGE,
              "cannot " + wish + " a pool",
              "there is no such word",
              "write 'jbuild pool " + WORDS + "'");
    }
    return ExitStatus.DONE.code();
  }

  private void status(PoolFile place, Request request) {
    line(request, "Directory", place.directory().toString());
    if (!place.exists()) {
      line(request, "Pool", "none");
      return;
    }
    line(request, "Pool", place.file().toString());
    try (Pool pool = Pool.openAsItIs(place)) {
      Room room = pool.room();
      line(request, "Size", Figures.bytes(room.size()));
      line(request, "Free", Figures.bytes(room.free()));
      line(request, "On disk", Figures.bytes(room.taken()));
      OptionalLong limit = room.limit();
      line(request, "Limit", limit.isPresent() ? Figures.bytes(limit.getAsLong()) : "none");
    }
    line(request, "Mounted", place.isShown() ? "yes" : "no: only jbuild sees it");
  }

  private static void line(Request request, String label, String value) {
    request.out().println(" ".repeat(10 - label.length()) + label + ": " + value);
  }

  private void create(PoolFile place, long size, Request request) {
    Path cache = host.cache().get();
    try (ClosingProgress progress = host.display().get().open()) {
      MachineSandbox sandbox =
          new MachineSandbox(
              new Launcher(RuntimeDirectory.ofHost()), place.file(), progress::detail);
      new PoolMaker(place)
          .make(
              size,
              OptionalLong.empty(),
              PoolPrograms.of(sandbox, cache, progress, host.environment()));
    }
    request
        .err()
        .println(
            "jbuild: %s has a pool now: %s, %s; it grows when images need it, unless there is a"
                    .formatted(place.directory(), place.file(), Figures.bytes(size))
                + " limit");
  }

  private static void grow(PoolFile place, long size) {
    try (Pool pool = Pool.openAsItIs(place)) {
      pool.room().growTo(size);
    }
  }

  private static void limit(PoolFile place, OptionalLong bytes) {
    try (Pool pool = Pool.openAsItIs(place)) {
      pool.room().limit(bytes);
    }
  }

  private static void mount(PoolFile place) {
    if (!place.isShown()) {
      try (Pool pool = Pool.open(place)) {
        pool.attach();
      }
    }
  }

  private static void unmount(PoolFile place) {
    String what = "cannot unmount the pool of " + place.directory();
    if (!place.exists()) {
      throw new Failure(
          ExitStatus.FAILED, what, "there is none", "make one with 'jbuild pool create'");
    }
    if (!Files.isDirectory(place.directory()) || !place.isShown()) {
      throw new Failure(
          ExitStatus.FAILED, what, "it is not mounted", "leave it: only jbuild sees it");
    }
    Pool.hide(place);
  }

  private static OptionalLong bound(Request request) {
    if (request.words().size() < 2) {
      throw request.wrong(
          "cannot limit the pool", "no size is given", "name one, or - for no limit at all");
    }
    return LimitVerb.NONE.contains(request.words().get(1)) ? OptionalLong.empty() : size(request);
  }

  private static long required(Request request) {
    return size(request)
        .orElseThrow(() -> request.wrong("cannot grow the pool", "no size is given", "name one"));
  }

  private static OptionalLong size(Request request) {
    if (request.word(1).isEmpty()) {
      return OptionalLong.empty();
    }
    String text = request.word(1).get();
    OptionalLong bytes = ByteCount.read(text);
    if (bytes.isEmpty()) {
      throw request.wrong(
          "cannot use '" + text + "'",
          "it is no size",
          "write bytes, with K, M, G or T behind the number for powers of 1024");
    }
    return bytes;
  }
}
