package jbuild.runner.nspawn;

import static jbuild.runner.nspawn.Group.COMMAND_LINE;
import static jbuild.runner.nspawn.Key.NONE;
import static jbuild.runner.nspawn.Section.IMAGE;

import java.util.List;

/** Options that say where the machine's files come from. */
final class ImageOptions {
  private ImageOptions() {}

  static void addTo(List<Option> all) {
    all.add(
        Option.value(
            IMAGE, "directory", 'D', "PATH", COMMAND_LINE, NONE, "Root directory of the machine"));
    all.add(
        Option.value(
            IMAGE,
            "template",
            "PATH",
            COMMAND_LINE,
            NONE,
            "Copy the root directory from this one if it is missing"));
    all.add(
        Option.flag(
            IMAGE,
            "ephemeral",
            'x',
            Group.EPHEMERAL,
            Key.exec("Ephemeral").trusted(),
            "Run a snapshot of the image, and remove it at the end"));
    all.add(
        Option.value(
            IMAGE,
            "image",
            'i',
            "PATH",
            COMMAND_LINE,
            NONE,
            "Disk image, or block device, with the machine's file systems"));
    all.add(
        Option.value(
            IMAGE,
            "image-policy",
            "POLICY",
            COMMAND_LINE,
            NONE,
            "Which partitions of a disk image are used, and how they must be protected"));
    all.add(
        Option.value(
            IMAGE,
            "mstack",
            "PATH",
            COMMAND_LINE,
            NONE,
            "Directory of layers that are the root when stacked"));
    all.add(
        Option.value(
            IMAGE, "oci-bundle", "PATH", COMMAND_LINE, NONE, "OCI bundle: root and settings"));
    all.add(
        Option.flag(
            IMAGE,
            "read-only",
            Group.READ_ONLY,
            Key.files("ReadOnly"),
            "Let nobody write to the image"));
    all.add(
        Option.optional(
            IMAGE,
            "volatile",
            "MODE",
            Group.VOLATILE,
            Key.files("Volatile"),
            "What of the image is replaced by memory: no, yes, state or overlay"));
    all.add(
        Option.value(
            IMAGE,
            "root-hash",
            "HASH",
            COMMAND_LINE,
            NONE,
            "Verity hash of the root file system of a disk image"));
    all.add(
        Option.value(
            IMAGE,
            "root-hash-sig",
            "PATH|base64:DATA",
            COMMAND_LINE,
            NONE,
            "Signature of that hash, as PKCS#7 in DER"));
    all.add(
        Option.value(
            IMAGE, "verity-data", "PATH", COMMAND_LINE, NONE, "Device with the verity hashes"));
    all.add(
        Option.value(
            IMAGE,
            "pivot-root",
            "PATH[:PATH]",
            Group.PIVOT_ROOT,
            Key.exec("PivotRoot"),
            "Directory of the image that becomes the root, and where the old root goes"));
  }
}
