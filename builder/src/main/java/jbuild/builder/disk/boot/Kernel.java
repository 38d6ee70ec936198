package jbuild.builder.disk.boot;

import java.util.List;
import java.util.regex.Pattern;
import jbuild.runner.image.ImageTree;

/**
 * A kernel that is installed in an image, as Debian's packages lay it out.
 *
 * @param version with which it names its files
 */
record Kernel(String version) {
  private static final String PREFIX = "vmlinuz-";

  /** They become names on a partition whose file system does not take all characters. */
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,63}");

  Kernel {
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException("not the version of a kernel: " + version);
    }
  }

  /** Those of an image, sorted by name: files that others have left beside them are none. */
  static List<Kernel> in(ImageTree tree) {
    return tree.list("/boot").stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .filter(version -> VERSION.matcher(version).matches())
        .filter(version -> tree.exists("/lib/modules/" + version))
        .map(Kernel::new)
        .toList();
  }

  /** Where the kernel itself is in the image. */
  String image() {
    return "/boot/" + PREFIX + version;
  }

  /** Where its initrd is in the image. */
  String initrd() {
    return "/boot/initrd.img-" + version;
  }
}
