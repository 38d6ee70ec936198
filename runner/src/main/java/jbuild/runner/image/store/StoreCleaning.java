package jbuild.runner.image.store;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.WorkDirectory;

/** Removes images that are kept for no machine's sake, and what others did not finish. */
public record StoreCleaning(ImageStore store) {
  /**
   * An image that is gone.
   *
   * @param freed bytes of a disk; empty when nobody knows
   */
  public record Cleaned(ImageName name, OptionalLong freed) {}

  /**
   * Removes hidden images, or all. Those in use stay, and those that a store may not change.
   *
   * @param all whether all are to go
   */
  public List<Cleaned> clean(boolean all) {
    if (Files.isDirectory(store.places().pool())) {
      WorkDirectory.collect(store.places().pool());
    }
    List<Cleaned> cleaned = new ArrayList<>();
    ImageRemoval removal = new ImageRemoval(store);
    for (StoredImage image : store.all()) {
      boolean isOurs =
          !image.isHost()
              && !image.path().startsWith(store.places().vendor())
              && store.places().images().directories().contains(image.path().getParent());
      if (isOurs && (all || image.name().isHidden()) && isFree(image)) {
        OptionalLong freed = store.measured(image).space().exclusiveUsage();
        removal.remove(image);
        cleaned.add(new Cleaned(image.name(), freed));
      }
    }
    return cleaned;
  }

  private static boolean isFree(StoredImage image) {
    try {
      ImageLock.exclusive(image.path()).close();
      ImageLock.ofRemover(image.path()).close();
      return true;
    } catch (Failure failure) {
      return false;
    }
  }
}
