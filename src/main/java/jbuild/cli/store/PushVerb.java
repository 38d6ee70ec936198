package jbuild.cli.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.builder.oci.image.Digest;
import jbuild.builder.oci.image.ImageLayout;
import jbuild.builder.oci.image.LayoutReference;
import jbuild.builder.oci.registry.Client;
import jbuild.builder.oci.registry.ImageReference;
import jbuild.builder.plan.Progress;
import jbuild.builder.transfer.OciPush;
import jbuild.cli.progress.ClosingProgress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.StoredImage;
import jbuild.runner.machine.RequiredPrivilege;

/** Brings images of this host into registries. */
final class PushVerb implements StoreVerb {
  private final StoreHost host;

  PushVerb(StoreHost host) {
    this.host = host;
  }

  /**
   * What is brought.
   *
   * @param tag which image of a layout
   */
  private record Pushed(Path path, Optional<String> tag) {}

  @Override
  public int run(Request request) {
    Pushed pushed = find(request.words().get(0), request);
    if (!ImageLayout.is(pushed.path())) {
      request.refuse(
          "cannot push " + pushed.path(),
          "is for layouts: the layer of a directory is made here, and nobody has it yet.",
          Setting.MOUNT_FROM);
    }
    ImageReference target = ImageReference.parse(request.words().get(1));
    Digest digest;
    try (ClosingProgress shown = host.display().get().open()) {
      Progress progress = request.has(Setting.QUIET) ? Progress.SILENT : shown;
      Client client = RegistryClients.of(host, request, progress);
      Optional<String> sibling = request.last(Setting.MOUNT_FROM);
      digest = push(pushed, target, client, sibling, progress);
    }
    // Alone on standard output: scripts name the image by it from now on.
    request.out().println(digest);
    return ExitStatus.DONE.code();
  }

  private Digest push(
      Pushed pushed,
      ImageReference target,
      Client client,
      Optional<String> sibling,
      Progress progress) {
    if (ImageLayout.is(pushed.path())) {
      return OciPush.layout(pushed.path(), pushed.tag(), target, client, sibling);
    }
    RequiredPrivilege.check("cannot push " + pushed.path());
    return OciPush.tree(
        pushed.path(), host.cache().get().resolve("push"), target, client, progress);
  }

  /** A path has a slash, or names a layout; all else is an image of the store. */
  private Pushed find(String word, Request request) {
    Path path = Path.of(word);
    Optional<LayoutReference> layout = LayoutReference.of(path);
    if (layout.isPresent()) {
      return new Pushed(layout.get().layout(), layout.get().tag());
    }
    if (word.indexOf('/') >= 0) {
      return new Pushed(directory(path), Optional.empty());
    }
    ImageName name = ImageName.read(word);
    StoredImage image = host.store(request).get(name, "cannot push '" + name + "'");
    return new Pushed(directory(image.path()), Optional.empty());
  }

  private static Path directory(Path path) {
    if (!Files.isDirectory(path)) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot push " + path,
          Files.exists(path) ? "it is no tree" : "there is no such directory",
          "name a layout of OCI, a directory, or an image that is one");
    }
    return path;
  }
}
