package jbuild.builder.transfer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import jbuild.builder.repository.Fetcher;
import jbuild.builder.repository.Keyring;
import jbuild.builder.repository.NetworkFailure;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.store.ImageClone;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageType;
import jbuild.runner.image.store.NewImage;
import jbuild.runner.image.store.StoredImage;

/**
 * Brings images from servers into a store. What is not proven never gets there, and what arrived of
 * a download that ended early is continued by the next one.
 *
 * @param keys read when a signature has to be checked
 * @param cache where downloads are until they are used
 */
public record Pull(Fetcher fetcher, Supplier<Keyring> keys, Path cache) {
  /** No disk of an image is larger. */
  private static final long LARGEST = 1L << 44;

  private static final List<String> OF_TREE = List.of(".nspawn");
  private static final List<String> OF_DISK =
      List.of(".nspawn", ".roothash", ".roothash.p7s", ".verity");

  /** What a download is. */
  public enum Kind {
    TAR,
    RAW
  }

  /**
   * What to bring.
   *
   * @param keep whether the image stays as it came, too, under the name of its address
   */
  public record Wanted(Kind kind, PullAddress address, Verification verification, boolean keep) {}

  /** Makes an image of what is at the address. */
  public StoredImage run(Wanted wanted, ImportPlan plan) {
    // Tried before hours of downloading: the name may be taken, or the place not be writable.
    plan.begin().close();
    try (Download download = new Download(wanted, plan)) {
      StoredImage image = download.importAs(plan);
      if (wanted.keep()) {
        ImageName kept = download.keptName();
        if (plan.store().find(kept).isEmpty()) {
          new ImageClone(plan.store()).make(plan.name(), kept, true);
        }
      }
      download.discard();
      return image;
    }
  }

  /** Only keeps it as it came, read-only and hidden; the name in the plan does not count. */
  public StoredImage keep(Wanted wanted, ImportPlan plan) {
    try (Download download = new Download(wanted, plan)) {
      ImageName name = download.keptName();
      Optional<StoredImage> before = plan.store().find(name);
      StoredImage image =
          before.isPresent() && !plan.force()
              ? before.get()
              : download.importAs(
                  new ImportPlan(plan.store(), name, plan.force(), true, plan.progress()));
      download.discard();
      return image;
    }
  }

  /** A file that has arrived, and is what it should be. */
  private final class Download implements AutoCloseable {
    private final Wanted wanted;
    private final ImportPlan plan;
    private final Proof proof;
    private final PartialFile file;

    Download(Wanted wanted, ImportPlan plan) {
      this.wanted = wanted;
      this.plan = plan;
      // Before the large file: without a proof it would be for nothing.
      this.proof = Proof.of(wanted.address(), wanted.verification(), fetcher, keys);
      Path downloads = cache.resolve("pull");
      this.file = PartialFile.open(downloads, wanted.address().uri(), plan.progress());
      try {
        new AbandonedDownloads(downloads, Instant.now()).remove();
        fetch(file, wanted.address());
      } catch (NetworkFailure failure) {
        file.close();
        throw file.length() > 0 ? kept(failure) : failure;
      } catch (IOException e) {
        file.close();
        throw new Failure(
            ExitStatus.FAILED,
            "cannot use " + downloads,
            Reasons.of(e),
            "remove it, or set JBUILD_CACHE to another directory",
            List.of(),
            e);
      } catch (RuntimeException e) {
        file.close();
        throw e;
      }
    }

    private Failure kept(NetworkFailure failure) {
      return new Failure(
          failure.status(),
          failure.what(),
          failure.why(),
          failure.fix() + "; what has arrived is kept, and the next pull fetches the rest",
          failure.details(),
          failure);
    }

    private void fetch(PartialFile target, PullAddress address) {
      fetcher.fetch(address.uri(), target, LARGEST);
      try {
        proof.check(address.fileName(), target);
      } catch (Failure failure) {
        target.discard();
        throw failure;
      }
    }

    StoredImage importAs(ImportPlan target) {
      try (NewImage image = target.begin();
          ImportSource source = ImportSource.of(file.path(), wanted.address().toString())) {
        switch (wanted.kind()) {
          case TAR -> TarImport.fill(source, image, plan.progress());
          case RAW -> RawImport.fill(source, image, plan.progress());
        }
        addCompanions(image);
        return image.publish(
            wanted.kind() == Kind.TAR ? ImageType.DIRECTORY : ImageType.RAW, target.readOnly());
      }
    }

    private void addCompanions(NewImage image) {
      if (wanted.verification().kind() == Verification.Kind.EXACT) {
        return;
      }
      for (String ending : wanted.kind() == Kind.TAR ? OF_TREE : OF_DISK) {
        String name = wanted.address().imageName() + ending;
        if (proof.vouchesFor(name)) {
          addCompanion(wanted.address().beside(name), image.sidecar(ending));
        }
      }
    }

    private void addCompanion(URI address, Path place) {
      try (PartialFile companion =
          PartialFile.open(cache.resolve("pull"), address, plan.progress())) {
        fetch(companion, new PullAddress(address));
        Files.copy(companion.path(), place, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-r--r--"));
        companion.discard();
      } catch (NetworkFailure failure) {
        // Few images have all of them; but what somebody vouches for must be there.
        if (!failure.isAboutMissing() || proof.sums().isPresent()) {
          throw failure;
        }
      } catch (IOException e) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot write " + place,
            Reasons.of(e),
            "free some space there, then try again");
      }
    }

    ImageName keptName() {
      return KeptName.of(wanted.kind(), wanted.address(), file.version());
    }

    void discard() {
      file.discard();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
