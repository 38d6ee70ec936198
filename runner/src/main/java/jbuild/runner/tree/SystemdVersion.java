package jbuild.runner.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.FileStatus;

/** Which systemd an image boots, as its files tell before anything of it runs. */
final class SystemdVersion {
  private static final String NAME = "/systemd";
  private static final String LIBRARY = "libsystemd-shared-";
  private static final String GREETING = "systemd ";
  private static final String GREETED = " running in ";
  private static final int MOST_DIGITS = 4;
  private static final int LARGEST_INIT = 16 << 20;

  private SystemdVersion() {}

  /** The version; none when the init is something else, or nothing that is known. */
  static OptionalInt of(ImageTree image, String init) {
    if (!init.endsWith(NAME)) {
      return OptionalInt.empty();
    }
    // Its own library came with 231, and has the version in its name.
    OptionalInt found = OptionalInt.empty();
    for (String directory : directories(image)) {
      for (String file : image.list(directory)) {
        OptionalInt version = after(LIBRARY, file, 0);
        // An update may have left the library of the version before.
        if (version.isPresent() && version.getAsInt() > found.orElse(0)) {
          found = version;
        }
      }
    }
    return found.isPresent() ? found : greeting(image, init);
  }

  /** Where distributions have the library: by tradition, by word size, and by architecture. */
  private static List<String> directories(ImageTree image) {
    List<String> directories = new ArrayList<>();
    for (String parent : List.of("/usr/lib", "/lib", "/usr/lib64", "/lib64")) {
      directories.add(parent + NAME);
    }
    for (String name : image.list("/usr/lib")) {
      if (name.contains("-linux-")) {
        directories.add("/usr/lib/" + name + NAME);
      }
    }
    return directories;
  }

  /** What it says when it starts is a text in the program: "systemd 229 running in ...". */
  private static OptionalInt greeting(ImageTree image, String init) {
    FileStatus status = image.status(init);
    if (!status.isRegular() || status.size() > LARGEST_INIT) {
      return OptionalInt.empty();
    }
    byte[] program = image.read(init, LARGEST_INIT).orElse(new byte[0]);
    String text = new String(program, StandardCharsets.ISO_8859_1);
    int end = text.indexOf(GREETED);
    int start = end < 0 ? -1 : text.lastIndexOf(GREETING, end);
    return start < 0 ? OptionalInt.empty() : after(GREETING, text, start);
  }

  /** The number that follows a word: versions may go on with anything but a digit. */
  private static OptionalInt after(String word, String text, int start) {
    if (!text.startsWith(word, start)) {
      return OptionalInt.empty();
    }
    int first = start + word.length();
    int end = first;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    int digits = end - first;
    return digits == 0 || digits > MOST_DIGITS
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(text.substring(first, end)));
  }
}
