package jbuild.builder.oci.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import jbuild.builder.archive.Limits;
import jbuild.builder.oci.Value;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.SyscallFailure;

/** A directory with images in it, as the image specification lays it out; it may be hostile. */
public final class ImageLayout implements AutoCloseable, Blobs {
  /** The file that says what the directory is. */
  static final String MARK = "oci-layout";

  static final String INDEX = "index.json";
  private static final int LARGEST_MARK = 4096;
  private static final long AS_INPUT = Descriptors.O_RDONLY | Descriptors.O_NONBLOCK;
  private static final String VERSION = "1\\.[0-9]+\\.[0-9]+";

  private final Path directory;
  private final ImageTree files;
  private final Index index;

  private ImageLayout(Path directory, ImageTree files, Index index) {
    this.directory = directory;
    this.files = files;
    this.index = index;
  }

  /** Whether the directory says that it is one. */
  public static boolean is(Path directory) {
    return Files.isRegularFile(directory.resolve(MARK), LinkOption.NOFOLLOW_LINKS);
  }

  public static ImageLayout open(Path directory) {
    ImageTree files = ImageTree.open(directory);
    try {
      String name = directory.toString();
      Documents.read(
          name,
          file(files, name, MARK, LARGEST_MARK),
          fields -> {
            Optional<Value> version = fields.require("imageLayoutVersion");
            Optional<String> text = version.flatMap(Value::text);
            if (text.isPresent() && !text.get().matches(VERSION)) {
              version.get().wrong("jbuild reads the versions 1.x.y");
            }
            return text;
          });
      byte[] index = file(files, name, INDEX, Documents.LARGEST);
      return new ImageLayout(directory, files, Index.read(name, index, MediaType.OCI_INDEX));
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private static byte[] file(ImageTree files, String name, String file, int limit) {
    return files.read(file, limit).orElseThrow(() -> new BadImage(name, "it has no " + file));
  }

  /**
   * Makes the tree of an image of a layout.
   *
   * @param target an empty directory
   * @param notices gets a line for everything that is left out
   * @return what the image says of itself
   */
  public static ImageConfig unpack(
      LayoutReference reference, Path target, Consumer<String> notices) {
    try (ImageLayout images = open(reference.layout())) {
      OciImage image = images.find(reference.tag(), Platform.host());
      image.foreignTo(Platform.host()).ifPresent(notices);
      Unpacking.unpack(image, images, target, Limits.STANDARD, notices);
      return image.config();
    }
  }

  /** The names that its images have. */
  public List<String> tags() {
    return index.manifests().stream().flatMap(each -> each.tag().stream()).distinct().toList();
  }

  /**
   * The image for the platform.
   *
   * @param tag which image; not needed when there is one only, or one that is the latest
   */
  public OciImage find(Optional<String> tag, Platform platform) {
    return OciImage.find(directory.toString(), this, candidates(tag), platform);
  }

  /** What the layout has under a tag: one image, or a list for several platforms. */
  public List<Descriptor> candidates(Optional<String> tag) {
    List<Descriptor> all = index.manifests();
    List<String> tags = tags();
    if (tag.isEmpty() && tags.size() < 2) {
      return all;
    }
    String wanted = tag.orElse("latest");
    if (!tags.contains(wanted)) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot choose an image of " + directory,
          (tag.isPresent() ? "none is called '" + wanted + "'" : "it has several")
              + (tags.isEmpty() ? "" : "; there are " + String.join(", ", tags)),
          tags.isEmpty()
              ? "leave the tag out"
              : "name one of them behind a colon: " + directory + ":" + tags.get(0));
    }
    return all.stream().filter(each -> each.tag().filter(wanted::equals).isPresent()).toList();
  }

  @Override
  public InputStream open(Descriptor blob) {
    Digest digest = blob.digest();
    BytePath path = BytePath.of("blobs/" + digest.algorithm() + "/" + digest.hex());
    try (Fd place = Descriptors.inside(files.root(), path)) {
      FileStatus status = FileStatus.of(place);
      if (!status.isRegular() || status.size() != blob.size()) {
        throw new BadImage(
            directory.toString(),
            digest
                + (status.isRegular()
                    ? " has " + status.size() + " bytes instead of " + blob.size()
                    : " is " + status.type()));
      }
      return closing(Descriptors.reopen(place, AS_INPUT));
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT) {
        throw new BadImage(directory.toString(), "it has no " + digest);
      }
      throw failure;
    }
  }

  private static InputStream closing(Fd file) {
    return new FilterInputStream(Contents.input(file)) {
      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public void close() {
    files.close();
  }
}
