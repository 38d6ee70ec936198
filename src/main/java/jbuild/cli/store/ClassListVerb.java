package jbuild.cli.store;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.StoredImage;

/** Lists the images of each kind as importctl does. */
final class ClassListVerb implements StoreVerb {
  private final StoreHost host;

  ClassListVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    String format = request.last(Setting.JSON).orElse("off");
    boolean isJson = !format.equals("off");
    Table table =
        isJson
            ? new Table(
                "class",
                "name",
                "type",
                "path",
                "ro",
                "crtime",
                "mtime",
                "usage",
                "usage-exclusive",
                "limit",
                "limit-exclusive")
            : new Table("class", "name", "type", "path", "ro", "crtime", "mtime", "usage", "limit");
    Optional<String> wanted = request.last(Setting.CLASS);
    for (String type : List.of("confext", "machine", "portable", "sysext")) {
      if (wanted.isEmpty() || wanted.get().equals(type)) {
        for (StoredImage image : host.store(type).all()) {
          if (!image.isHost() || type.equals("machine")) {
            table.add(row(type, image, isJson));
          }
        }
      }
    }
    if (isJson) {
      table.printJson(request.out(), format.equals("pretty"));
    } else {
      table.printWithSum(request.out(), !request.has(Setting.NO_LEGEND), "images");
    }
    return ExitStatus.DONE.code();
  }

  /** Programs are told more than people. */
  private static Cell[] row(String type, StoredImage image, boolean isJson) {
    Cell[] shown = {
      Cell.text(type),
      Cell.text(image.name().value()),
      Cell.text(image.type().toString()),
      Cell.text(image.path().toString()),
      Cell.truth(image.readOnly(), "ro", "rw"),
      Cell.time(image.created()),
      Cell.time(image.modified()),
      Cell.size(image.space().usage()),
      Cell.size(image.space().limit())
    };
    if (!isJson) {
      return shown;
    }
    Cell[] all = Arrays.copyOf(shown, shown.length + 2);
    int usage = shown.length - 1;
    all[usage] = Cell.size(image.space().exclusiveUsage());
    all[usage + 1] = shown[usage];
    all[usage + 2] = Cell.size(image.space().exclusiveLimit());
    return all;
  }
}
