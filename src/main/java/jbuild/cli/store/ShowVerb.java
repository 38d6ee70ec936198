package jbuild.cli.store;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.Space;
import jbuild.runner.image.store.StoredImage;

/** Shows the properties of images, or of the place where they are, a line for each. */
final class ShowVerb implements StoreVerb {
  /** What the bus has for a number that is not known. */
  private static final String UNKNOWN = "18446744073709551615";

  private final StoreHost host;

  ShowVerb(StoreHost host) {
    this.host = host;
  }

  private record Property(String name, String value) {}

  @Override
  public int run(Request request) {
    ImageStore store = host.store(request);
    List<ImageName> names = request.words().stream().map(ImageName::read).toList();
    if (names.isEmpty()) {
      print(pool(store), request);
    }
    boolean first = true;
    for (ImageName name : names) {
      if (!first) {
        request.out().println();
      }
      first = false;
      StoredImage image = store.measured(store.get(name, "cannot show '" + name + "'"));
      print(properties(image), request);
    }
    return ExitStatus.DONE.code();
  }

  private static List<Property> pool(ImageStore store) {
    Space space = store.poolSpace();
    return List.of(
        new Property("PoolPath", store.places().pool().toString()),
        new Property("PoolUsage", number(space.usage())),
        new Property("PoolLimit", number(space.limit())));
  }

  private static List<Property> properties(StoredImage image) {
    Space space = image.space();
    return List.of(
        new Property("Name", image.name().value()),
        new Property("Path", image.path().toString()),
        new Property("Type", image.type().toString()),
        new Property("ReadOnly", image.readOnly() ? "yes" : "no"),
        new Property("CreationTimestamp", time(image.created())),
        new Property("ModificationTimestamp", time(image.modified())),
        new Property("Usage", number(space.usage())),
        new Property("Limit", number(space.limit())),
        new Property("UsageExclusive", number(space.exclusiveUsage())),
        new Property("LimitExclusive", number(space.exclusiveLimit())));
  }

  private static String number(OptionalLong bytes) {
    return bytes.isPresent() ? String.valueOf(bytes.getAsLong()) : UNKNOWN;
  }

  private static String time(Optional<Instant> time) {
    return time.map(Figures::time).orElse("");
  }

  private static void print(List<Property> properties, Request request) {
    Set<String> wanted = new HashSet<>(wantedNames(request));
    boolean valuesOnly = request.has(Setting.VALUE) || request.has(Setting.ONLY_VALUE_OF);
    boolean empty = request.has(Setting.ALL) || !wanted.isEmpty();
    PrintWriter out = request.out();
    for (Property property : properties) {
      boolean isWanted = wanted.isEmpty() || wanted.contains(property.name);
      if (isWanted && (empty || !property.value.isEmpty())) {
        String value = Shown.text(property.value);
        out.println(valuesOnly ? value : property.name + "=" + value);
      }
    }
  }

  private static List<String> wantedNames(Request request) {
    List<String> names = new ArrayList<>();
    for (Setting setting : List.of(Setting.PROPERTY, Setting.ONLY_VALUE_OF)) {
      for (String list : request.all(setting)) {
        names.addAll(List.of(list.split(",")));
      }
    }
    return names;
  }
}
