package jbuild.comparison.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;

/**
 * A few programs of Debian bookworm and the libraries that they need: small enough to have a copy
 * for each machine, so that all options can be tried on it.
 */
record SmallSystem(Path root) {
  private static final String ZONES = "/zoneinfo/";

  private static final String COPY =
      """
      set -eu
      cd "$1"
      cp -a --parents bin sbin lib lib64 usr/lib64 \\
        usr/bin/sh usr/bin/dash usr/bin/bash usr/bin/cat usr/bin/chown usr/bin/cut usr/bin/env \\
        usr/bin/getent usr/bin/grep usr/bin/id usr/bin/ls usr/bin/mkdir usr/bin/mount \\
        usr/bin/readlink usr/bin/sleep usr/bin/sort usr/bin/stat usr/bin/sync usr/bin/touch \\
        usr/bin/tr usr/bin/true usr/bin/uname "$2"
      cp -a --parents usr/share/zoneinfo/Etc/UTC "usr/share/zoneinfo/$3" "$2"
      for library in usr/lib/ld-linux* usr/lib/*-linux-gnu/ld-linux* \\
        usr/lib/*-linux-gnu/libc.so.* usr/lib/*-linux-gnu/libselinux.so.* \\
        usr/lib/*-linux-gnu/libpcre2-8.so.* usr/lib/*-linux-gnu/libtinfo.so.* \\
        usr/lib/*-linux-gnu/libmount.so.* usr/lib/*-linux-gnu/libblkid.so.*; do
        [ ! -e "$library" ] || cp -a --parents "$library" "$2"
      done
      cd "$2"
      mkdir -p dev etc home/demo mnt proc root run srv sys tmp var/log var/tmp
      chown 1000:1000 home/demo
      ln -s ../usr/share/zoneinfo/Etc/UTC etc/localtime
      : >etc/resolv.conf
      """;

  /** The host's, which the system has too. */
  static String zone() {
    Path link = Path.of("/etc/localtime");
    try {
      String target = Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
      return target.contains(ZONES)
          ? target.substring(target.indexOf(ZONES) + ZONES.length())
          : "UTC";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SmallSystem in(Path root) throws IOException {
    Files.createDirectories(root);
    String source = BuiltImages.of("test-images/bookworm.toml").toString();
    run("sh", "-c", COPY, "copy", source, root.toString(), zone());
    Files.writeString(
        root.resolve("etc/passwd"),
        """
        root:x:0:0:root:/root:/bin/sh
        demo:x:1000:1000:demo:/home/demo:/bin/sh
        """);
    Files.writeString(
        root.resolve("etc/group"),
        """
        root:x:0:
        audio:x:29:demo
        demo:x:1000:
        """);
    Files.writeString(root.resolve("etc/machine-id"), "149d5181756c4c5490ce97d1f18276ba\n");
    return new SmallSystem(root);
  }

  SmallSystem copiedTo(Path other) {
    run("cp", "-a", root.toString(), other.toString());
    return new SmallSystem(other);
  }

  private static void run(String... command) {
    Finished.of(new ProcessBuilder(List.of(command))).successfully();
  }
}
