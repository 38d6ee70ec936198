package jbuild.cli.store;

import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.StoredImage;

/** Lists images as machinectl does. */
final class ListVerb implements StoreVerb {
  private final StoreHost host;

  ListVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    ImageStore store = host.store(request);
    Table table = new Table("name", "type", "ro", "usage", "created", "modified");
    for (StoredImage found : store.all()) {
      if (request.has(Setting.ALL) || !found.name().isHidden()) {
        StoredImage image = store.measured(found);
        table.add(
            Cell.text(image.name().value()),
            Cell.text(image.type().toString()),
            Cell.truth(image.readOnly(), "yes", "no"),
            Cell.size(image.space().usage()),
            Cell.time(image.created()),
            Cell.time(image.modified()));
      }
    }
    show(table, request);
    return ExitStatus.DONE.code();
  }

  /** In the way that was asked for. */
  static void show(Table table, Request request) {
    String output = request.last(Setting.OUTPUT).orElse("short");
    if (output.startsWith("json")) {
      table.printJson(request.out(), output.equals("json-pretty"));
      return;
    }
    table.printWithSum(request.out(), !request.has(Setting.NO_LEGEND), "images");
  }
}
