package jbuild.cli.store;

/** The options that several verbs and programs have in common. */
final class Options {
  static final Option ALL =
      Option.flag('a', "all", Setting.ALL, "Hidden images too, and properties without a value.");
  static final Option QUIET = Option.flag('q', "quiet", Setting.QUIET, "Show no progress.");
  static final Option READ_ONLY =
      Option.flag(' ', "read-only", Setting.READ_ONLY, "The new image is not to be written.");
  static final Option FORCE =
      Option.flag(' ', "force", Setting.FORCE, "Replace an image that has the name already.");
  static final Option FORCE_REMOVAL =
      Option.flag(' ', "force", Setting.FORCE, "Remove the images in it, too.");
  static final Option NO_LEGEND =
      Option.flag(' ', "no-legend", Setting.NO_LEGEND, "Neither headings nor a sum.");
  static final Option FORMAT =
      Option.value(
          ' ',
          "format",
          "FORMAT",
          Setting.FORMAT,
          "How to compress: uncompressed, xz, gzip, bzip2 or zstd (default: as the file is"
              + " called).");
  static final Option PROPERTY =
      Option.value('p', "property", "NAME", Setting.PROPERTY, "Only this property; repeatable.");
  static final Option VALUE =
      Option.flag(' ', "value", Setting.VALUE, "Only values, without the names of properties.");
  static final Option ONLY_VALUE_OF =
      Option.value('P', "", "NAME", Setting.ONLY_VALUE_OF, "The same as --value --property=NAME.");
  static final Option OUTPUT =
      Option.value('o', "output", "MODE", Setting.OUTPUT, "json or json-pretty: for programs.");
  static final Option JSON =
      new Option('j', "json", "", Setting.OUTPUT, "json", "The same as --output=json.");
  static final Option VERIFY =
      Option.value(
          ' ',
          "verify",
          "MODE",
          Setting.VERIFY,
          "What a download is checked by: no, checksum, signature (default), or its SHA-256.");
  static final Option KEYRING =
      Option.value(
          ' ',
          "keyring",
          "FILE",
          Setting.KEYRING,
          "The keys that may sign downloads, instead of the host's; repeatable.");
  static final Option KEEP_DOWNLOAD =
      Option.value(
          ' ',
          "keep-download",
          "BOOL",
          Setting.KEEP_DOWNLOAD,
          "Keep the download as it came, beside the image (default: no).");

  static final Option CREDS =
      Option.value(
          ' ',
          "creds",
          "USER:PASSWORD",
          Setting.CREDS,
          "How to log in (default: as podman or docker have noted).");
  static final Option MOUNT_FROM =
      Option.value(
          ' ',
          "mount-from",
          "REPOSITORY",
          Setting.MOUNT_FROM,
          "Another repository of the registry, whose layers need not be sent again.");
  static final Option TLS_VERIFY =
      Option.value(
          ' ',
          "tls-verify",
          "BOOL",
          Setting.TLS_VERIFY,
          "Whether the connection must be secure (default: yes, but to this host).");

  private Options() {}
}
