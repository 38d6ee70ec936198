package jbuild.cli.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.transfer.Pull;

/** All verbs of the store. A class of a verb is loaded when the verb was typed. */
public final class StoreVerbs {
  private static final List<Option> LISTING =
      List.of(Options.ALL, Options.NO_LEGEND, Options.OUTPUT, Options.JSON);
  private static final List<Option> SHOWING =
      List.of(Options.ALL, Options.PROPERTY, Options.VALUE, Options.ONLY_VALUE_OF);

  private static final List<Option> OF_FILES =
      List.of(
          Options.VERIFY,
          Options.KEYRING,
          Options.KEEP_DOWNLOAD,
          Options.READ_ONLY,
          Options.FORCE,
          Options.QUIET);
  private static final List<Option> OF_REGISTRIES =
      List.of(Options.CREDS, Options.TLS_VERIFY, Options.READ_ONLY, Options.FORCE, Options.QUIET);

  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "images",
              "",
              0,
              0,
              "Could not get images",
              "List the images that machines start from by name.",
              LISTING),
          new Entry(
              "list-images", "", 0, 0, "Could not get images", "The same as images.", LISTING),
          new Entry(
              "image-status",
              "[NAME...]",
              0,
              Entry.ANY,
              "Could not get path to image",
              "Tell people about images, or where images are.",
              List.of()),
          new Entry(
              "show-image",
              "[NAME...]",
              0,
              Entry.ANY,
              "Could not get path to image",
              "Tell programs about images, or where images are.",
              SHOWING),
          new Entry(
              "clone",
              "NAME NEW",
              2,
              2,
              "Could not clone image",
              "Make a twin of an image: a snapshot where the file system can.",
              List.of(Options.READ_ONLY, Options.QUIET)),
          new Entry(
              "rename",
              "NAME NEW",
              2,
              2,
              "Could not rename image",
              "Give an image another name.",
              List.of()),
          new Entry(
              "read-only",
              "NAME [BOOL]",
              1,
              2,
              "Could not mark image read-only",
              "Forbid to write an image, or allow it again.",
              List.of()),
          new Entry(
              "remove",
              "NAME...",
              1,
              Entry.ANY,
              "Could not remove image",
              "Remove images with all that belongs to them.",
              List.of()),
          new Entry(
              "set-limit",
              "[NAME] BYTES",
              1,
              2,
              "Could not set limit",
              "Limit what an image, or all together, may take of a disk; - is no limit.",
              List.of()),
          new Entry(
              "clean",
              "",
              0,
              0,
              "Could not clean pool",
              "Remove hidden images, with --all every image.",
              List.of(Options.ALL)),
          new Entry(
              "edit",
              "NAME|FILE...",
              1,
              Entry.ANY,
              "Failed to edit settings",
              "Edit the settings files of machines.",
              List.of(Options.QUIET)),
          new Entry(
              "cat",
              "NAME|FILE...",
              1,
              Entry.ANY,
              "Failed to show settings",
              "Show the settings files of machines.",
              List.of()),
          importing(
              "import",
              "FILE|DIR [NAME]",
              "Make an image of an archive, a disk, a directory or a layout of OCI (DIR:TAG)."),
          importing("import-tar", "FILE|- [NAME]", "Make an image of an archive."),
          importing("import-raw", "FILE|- [NAME]", "Make an image of a disk image."),
          importing("import-fs", "DIR [NAME]", "Make an image of a directory."),
          pulling("pull-tar", "Download an archive, and make an image of it."),
          pulling("pull-raw", "Download a disk image."),
          fromRegistry("pull-oci", "Fetch an image from a registry."),
          fromRegistry("pull-dkr", "The same as pull-oci."),
          new Entry(
              "pull",
              "URL|REF [NAME]",
              1,
              2,
              "Failed to transfer image",
              "Fetch an archive, a disk image or an image from a registry.",
              Stream.concat(OF_FILES.stream(), OF_REGISTRIES.stream()).distinct().toList()),
          new Entry(
              "push",
              "IMAGE|DIR REF",
              2,
              2,
              "Failed to transfer image",
              "Bring a layout of OCI, a directory or an image to a registry.",
              List.of(Options.CREDS, Options.TLS_VERIFY, Options.MOUNT_FROM, Options.QUIET)),
          new Entry(
              "pool",
              PoolVerb.WORDS,
              0,
              2,
              "Could not use pool",
              "Keep images in a btrfs in a file: for clones at once, and limits.",
              List.of(Options.FORCE_REMOVAL),
              PoolVerb.EXPLANATION),
          exporting("export", "Write an image into a file, as fits it."),
          exporting("export-tar", "Write an image into an archive."),
          exporting("export-raw", "Write a disk image into a file."));

  private StoreVerbs() {}

  private static Entry importing(String name, String words, String description) {
    return new Entry(
        name,
        words,
        1,
        2,
        "Failed to transfer image",
        description,
        List.of(Options.READ_ONLY, Options.FORCE, Options.QUIET));
  }

  private static Entry pulling(String name, String description) {
    return new Entry(name, "URL [NAME|-]", 1, 2, "Failed to transfer image", description, OF_FILES);
  }

  private static Entry fromRegistry(String name, String description) {
    return new Entry(
        name, "REF [NAME]", 1, 2, "Failed to transfer image", description, OF_REGISTRIES);
  }

  private static Entry exporting(String name, String description) {
    return new Entry(
        name,
        "NAME [FILE|-]",
        1,
        2,
        "Failed to transfer image",
        description,
        List.of(Options.FORMAT, Options.QUIET));
  }

  /** The verbs that jbuild itself has. */
  public static List<Entry> all() {
    return ALL;
  }

  static Optional<Entry> find(String name) {
    for (Entry entry : ALL) {
      if (entry.name().equals(name)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Made when it runs, so that a list of verbs costs nothing. */
  public static StoreVerb make(Entry entry, StoreHost host) {
    return switch (entry.name()) {
      case "images", "list-images" -> new ListVerb(host);
      case "image-status" -> new StatusVerb(host);
      case "show-image" -> new ShowVerb(host);
      case "clone" -> new CloneVerb(host);
      case "rename" -> new RenameVerb(host);
      case "read-only" -> new ReadOnlyVerb(host);
      case "remove" -> new RemoveVerb(host);
      case "set-limit" -> new LimitVerb(host);
      case "clean" -> new CleanVerb(host);
      case "edit" -> new EditVerb(host);
      case "cat" -> new CatVerb(host);
      case "import" -> ImportVerb.ofAny(host);
      case "import-tar" -> ImportVerb.of(host, ImportVerb.Kind.TAR);
      case "import-raw" -> ImportVerb.of(host, ImportVerb.Kind.RAW);
      case "import-fs" -> ImportVerb.of(host, ImportVerb.Kind.TREE);
      case "pull-tar" -> new PullVerb(host, Pull.Kind.TAR);
      case "pull-raw" -> new PullVerb(host, Pull.Kind.RAW);
      case "pull-oci", "pull-dkr" -> new RegistryPullVerb(host);
      case "pull" -> new AnyPullVerb(host);
      case "push" -> new PushVerb(host);
      case "pool" -> new PoolVerb(host);
      case "export" -> ExportVerb.ofAny(host);
      case "export-tar" -> ExportVerb.ofTar(host);
      case "export-raw" -> ExportVerb.ofRaw(host);
      default -> throw new IllegalStateException("nobody makes the verb " + entry.name());
    };
  }
}
