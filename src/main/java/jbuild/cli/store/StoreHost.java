package jbuild.cli.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jbuild.cli.progress.Display;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.StorePlaces;

/**
 * What verbs of the store find on this host.
 *
 * @param cache where downloads are kept
 * @param display where progress is shown
 */
public record StoreHost(
    Map<String, String> environment, Supplier<Path> cache, Supplier<Display> display) {
  private static final List<String> PARENTS =
      List.of("/etc", "/run", "/var/lib", "/usr/local/lib", "/usr/lib");
  private static final int POOL = 2;

  public StoreHost {
    environment = Map.copyOf(environment);
  }

  /** The images that machines start from. */
  public ImageStore machines() {
    return new ImageStore(StorePlaces.ofHost(environment));
  }

  /** The images of the kind that a request is about; machines when it says nothing. */
  ImageStore store(Request request) {
    return store(request.last(Setting.CLASS).orElse("machine"));
  }

  /** The images of that kind. */
  ImageStore store(String kind) {
    return switch (kind) {
      case "portable" -> storeOf("portables");
      case "sysext" -> storeOf("extensions");
      case "confext" -> storeOf("confexts");
      default -> machines();
    };
  }

  private static ImageStore storeOf(String name) {
    List<Path> places = PARENTS.stream().map(parent -> Path.of(parent, name)).toList();
    return new ImageStore(StorePlaces.of(places, places.get(POOL)));
  }
}
