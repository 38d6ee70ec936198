package jbuild.runner.users;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import jbuild.runner.Numbers;
import jbuild.runner.image.ImageTree;

/**
 * The names and numbers that an image has given to users and groups itself.
 *
 * @param ids those of users and of groups
 */
record ImageUsers(Set<String> users, Set<String> groups, Set<Long> ids) {
  private static final int LARGEST_FILE = 16 * 1024 * 1024;

  static ImageUsers of(ImageTree image) {
    ImageUsers all = new ImageUsers(new HashSet<>(), new HashSet<>(), new HashSet<>());
    all.add(image, "/etc/passwd", all.users());
    all.add(image, "/etc/group", all.groups());
    return all;
  }

  private void add(ImageTree image, String file, Set<String> names) {
    byte[] content = image.read(file, LARGEST_FILE).orElse(new byte[0]);
    for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n")) {
      String[] fields = line.split(":", -1);
      if (fields.length > 2) {
        names.add(fields[0]);
        ids.add(Numbers.id(fields[2]).orElse(-1));
      }
    }
  }
}
