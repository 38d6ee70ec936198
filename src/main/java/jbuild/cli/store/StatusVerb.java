package jbuild.cli.store;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.Space;
import jbuild.runner.image.store.StoredImage;
import jbuild.runner.image.store.SystemInside;

/** Tells people about images, or about the place where they are. */
final class StatusVerb implements StoreVerb {
  private static final int LABEL = 8;

  private final StoreHost host;

  StatusVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    ImageStore store = host.store(request);
    PrintWriter out = request.out();
    List<ImageName> names = request.words().stream().map(ImageName::read).toList();
    if (names.isEmpty()) {
      line(out, "Path", store.places().pool().toString());
      space(out, store.poolSpace());
    }
    boolean first = true;
    for (ImageName name : names) {
      if (!first) {
        out.println();
      }
      first = false;
      show(store.measured(store.get(name, "cannot show '" + name + "'")), out);
    }
    return ExitStatus.DONE.code();
  }

  private static void show(StoredImage image, PrintWriter out) {
    out.println(Shown.text(image.name().value()));
    line(out, "Type", image.type().toString());
    line(out, "Path", image.path().toString());
    system(image, out);
    line(out, "RO", image.readOnly() ? "read-only" : "writable");
    time(out, "Created", image.created());
    time(out, "Modified", image.modified());
    space(out, image.space());
  }

  /** What the files of the image say of the system in it. */
  private static void system(StoredImage image, PrintWriter out) {
    if (!image.type().isTree()) {
      return;
    }
    SystemInside inside = SystemInside.of(image.path());
    inside.hostname().ifPresent(name -> out.println("        Hostname: " + Shown.text(name)));
    inside.machineId().ifPresent(id -> out.println("      Machine ID: " + Shown.text(id)));
    inside.prettyName().ifPresent(name -> line(out, "OS", name));
  }

  private static void space(PrintWriter out, Space space) {
    bytes(out, "Usage", space.usage(), space.exclusiveUsage());
    bytes(out, "Limit", space.limit(), space.exclusiveLimit());
  }

  private static void bytes(
      PrintWriter out, String label, OptionalLong bytes, OptionalLong exclusive) {
    if (bytes.isPresent()) {
      String own =
          exclusive.isPresent() && !exclusive.equals(bytes)
              ? " (exclusive: " + Figures.bytes(exclusive.getAsLong()) + ")"
              : "";
      line(out, label, Figures.bytes(bytes.getAsLong()) + own);
    }
  }

  private static void time(PrintWriter out, String label, Optional<Instant> time) {
    time.ifPresent(
        known -> line(out, label, Figures.time(known) + "; " + Figures.age(known, Instant.now())));
  }

  private static void line(PrintWriter out, String label, String value) {
    out.println("\t" + " ".repeat(LABEL - label.length()) + label + ": " + Shown.text(value));
  }
}
