package jbuild.builder.archive;

import static jbuild.builder.archive.StrangeTars.binary;
import static jbuild.builder.archive.StrangeTars.filled;
import static jbuild.builder.archive.StrangeTars.join;
import static jbuild.builder.archive.StrangeTars.oldMap;
import static jbuild.builder.archive.StrangeTars.oldMapWithMore;
import static jbuild.builder.archive.StrangeTars.pax;
import static jbuild.builder.archive.StrangeTars.paxDirectory;
import static jbuild.builder.archive.StrangeTars.paxes;
import static jbuild.builder.archive.StrangeTars.prefixed;
import static jbuild.builder.archive.StrangeTars.record;
import static jbuild.builder.archive.StrangeTars.sparse;
import static jbuild.builder.archive.StrangeTars.sparseName;
import static jbuild.builder.archive.StrangeTars.unfinished;
import static jbuild.builder.archive.StrangeTars.up;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An archive that wants what no archive may.
 *
 * @param name says what
 * @param reason a part of what it is refused with
 */
record HostileTar(String name, String reason, byte[] bytes) {
  private static final String UP = "leads up and out";
  private static final String BELOW = "below something that is no directory";
  private static final String ROOT = "replace the root";
  private static final String HARD = "is a hard link to";
  private static final String NO_TAR = "it is no tar archive";
  private static final String END = "it ends in the middle";
  private static final byte[] NOTHING = {};

  @Override
  public String toString() {
    return name;
  }

  /** All of them. */
  static List<HostileTar> all() {
    List<HostileTar> all = new ArrayList<>();
    paths(all);
    roots(all);
    links(all);
    hardLinks(all);
    devices(all);
    numbers(all);
    extendedHeaders(all);
    holes(all);
    structure(all);
    return all;
  }

  private static void paths(List<HostileTar> all) {
    add(all, "path up", UP, new RawTar().file("../victim/x", "mine"));
    add(all, "path down and up", UP, new RawTar().file("a/../../victim/x", "mine"));
    add(all, "path that ends above", UP, new RawTar().file("a/..", "mine"));
    add(all, "absolute path up", UP, new RawTar().file("/../victim/x", "mine"));
    add(all, "path up behind a dot", UP, new RawTar().file("./../victim/x", "mine"));
    add(all, "path up behind slashes", UP, new RawTar().file("a//..//../victim/x", "mine"));
    add(all, "directory above", UP, new RawTar().directory("../"));
    add(all, "link above", UP, new RawTar().link("../victim/x", "y"));
    add(all, "fifo above", UP, new RawTar().add('6', "../victim/x", ""));
    add(all, "hard link above", UP, new RawTar().file("a", "").hardLink("../victim/x", "a"));
    add(all, "path up in the prefix", UP, prefixed("..", "victim/x"));
    add(all, "path up between prefix and name", UP, prefixed("a/../..", "victim/x"));
    add(all, "path up in a pax record", UP, pax("path", "../victim/x"));
    add(all, "path up in a long name", UP, new RawTar().add('L', "x", "", up()).file("a", ""));
    add(all, "path up of a file with holes", UP, sparseName("../victim/x"));
    add(all, "NUL in a path", "contains a NUL", pax("path", "a\0b"));
    String name = "x".repeat(256);
    add(all, "name of 256 bytes", "longer than Linux", pax("path", name));
    add(all, "directory's name of 256 bytes", "longer than Linux", pax("path", name + "/a"));
    add(all, "path of 4200 bytes", "longer than Linux", pax("path", "a/".repeat(2100)));
    add(all, "file with a slash behind", BELOW, new RawTar().file("a", "").file("a/b", ""));
  }

  private static void roots(List<HostileTar> all) {
    add(all, "root becomes a file", ROOT, new RawTar().file(".", "mine"));
    add(all, "root without a name becomes a file", ROOT, new RawTar().file("", "mine"));
    add(all, "root becomes a link", ROOT, new RawTar().link(".", "../victim"));
    add(all, "root with slash becomes a link", ROOT, new RawTar().link("./", "../victim"));
    add(all, "absolute root becomes a link", ROOT, new RawTar().link("/", "../victim"));
    add(all, "root of many dots becomes a link", ROOT, new RawTar().link("././/.", "../victim"));
    add(all, "root becomes a hard link", ROOT, new RawTar().file("a", "").hardLink(".", "a"));
    add(all, "root becomes a fifo", ROOT, new RawTar().add('6', ".", ""));
    add(all, "root becomes a device", ROOT, new RawTar().device('3', ".", 1, 3));
    add(all, "root by a pax record", ROOT, pax("path", "."));
  }

  private static void links(List<HostileTar> all) {
    add(all, "through a link", BELOW, new RawTar().link("a", "../victim").file("a/x", "mine"));
    add(all, "through an absolute link", BELOW, new RawTar().link("a", "/").file("a/x", "mine"));
    add(all, "directory through a link", BELOW, new RawTar().link("a", "..").directory("a/b/c"));
    add(
        all,
        "through links through links",
        BELOW,
        new RawTar().link("a", "b").link("b", "c").link("c", "../victim").file("a/x", "mine"));
    add(all, "through a link to here", BELOW, new RawTar().link("a", ".").file("a/x", "mine"));
    add(
        all,
        "through a link in a directory",
        BELOW,
        new RawTar().directory("d").link("d/a", "../../victim").file("d/a/x", "mine"));
    add(all, "through a link to itself", BELOW, new RawTar().link("a", "a").file("a/x", "mine"));
    add(
        all,
        "link through a link",
        BELOW,
        new RawTar().link("a", "../victim").link("a/x", "/etc/passwd"));
    add(all, "fifo through a link", BELOW, new RawTar().link("a", "../victim").add('6', "a/x", ""));
    add(
        all,
        "device through a link",
        BELOW,
        new RawTar().link("a", "../victim").device('3', "a/x", 1, 3));
    add(
        all,
        "through a second name of a link",
        BELOW,
        new RawTar().link("a", "../victim").hardLink("b", "a").file("b/x", "mine"));
    add(all, "through a fifo", BELOW, new RawTar().add('6', "a", "").file("a/b", ""));
    add(all, "through a device", BELOW, new RawTar().device('3', "a", 1, 3).file("a/b", ""));
    add(
        all,
        "directory becomes a link",
        "directory first",
        new RawTar().directory("a").link("a", "../victim"));
    add(
        all,
        "full directory becomes a link",
        "directory first",
        new RawTar().file("a/b", "").link("a", "../victim"));
    add(
        all,
        "directory becomes a file",
        "directory first",
        new RawTar().directory("a").file("a", ""));
    add(all, "link to nothing", "no link can have", new RawTar().link("a", ""));
    add(
        all,
        "link to 4200 bytes",
        "no link can have",
        new RawTar().pax('x', "linkpath", "a".repeat(4200)).link("a", "b"));
    add(
        all,
        "NUL in a link",
        "contains a NUL",
        new RawTar().pax('x', "linkpath", "a\0b").link("a", "b"));
  }

  private static void hardLinks(List<HostileTar> all) {
    add(all, "hard link up", UP, new RawTar().hardLink("a", "../victim/original"));
    add(all, "hard link down and up", UP, new RawTar().hardLink("a", "b/../../victim/original"));
    add(all, "hard link to the host", HARD, new RawTar().hardLink("a", "/etc/passwd"));
    add(all, "hard link to nothing", HARD, new RawTar().hardLink("a", "missing"));
    add(all, "hard link to what comes later", HARD, new RawTar().hardLink("a", "b").file("b", ""));
    add(all, "hard link to itself", HARD, new RawTar().file("a", "").hardLink("a", "a"));
    add(
        all,
        "hard link to itself with dots",
        HARD,
        new RawTar().file("a", "").hardLink("a", "./a"));
    add(all, "hard link to the root", HARD, new RawTar().hardLink("a", "."));
    add(all, "hard link to a directory", HARD, new RawTar().directory("a").hardLink("b", "a"));
    add(
        all,
        "hard link through a link",
        HARD,
        new RawTar().link("a", "../victim").hardLink("b", "a/original"));
    add(
        all,
        "hard link through a link to the root",
        HARD,
        new RawTar().link("a", "/").hardLink("b", "a/etc/passwd"));
    add(
        all,
        "hard link up in a pax record",
        UP,
        new RawTar().pax('x', "linkpath", "../victim/original").hardLink("a", "b"));
    add(
        all,
        "hard link up in a long name",
        UP,
        new RawTar().add('K', "x", "", up()).hardLink("a", "b"));
    add(all, "hard link with content", "has content", new RawTar().add('1', "a", "b", (byte) 1));
    add(
        all,
        "hard link over a directory",
        "directory first",
        new RawTar().file("a", "").directory("b").hardLink("b", "a"));
  }

  private static void devices(List<HostileTar> all) {
    String useless = "images have no use for";
    add(all, "disk", useless, new RawTar().device('4', "a", 8, 0));
    add(all, "loop device", useless, new RawTar().device('4', "a", 7, 0));
    add(all, "memory", useless, new RawTar().device('3', "a", 1, 1));
    add(all, "kernel's memory", useless, new RawTar().device('3', "a", 1, 2));
    add(all, "ports", useless, new RawTar().device('3', "a", 1, 4));
    add(all, "terminal", useless, new RawTar().device('3', "a", 4, 0));
    add(all, "kvm", useless, new RawTar().device('3', "a", 10, 232));
    add(all, "major number beyond Linux", "no device has", new RawTar().device('3', "a", 4096, 0));
    add(
        all,
        "minor number beyond Linux",
        "no device has",
        new RawTar().device('3', "a", 1, 1 << 20));
    add(all, "negative major number", "no device has", binary('3', TarBlock.MAJOR, -1));
    add(all, "device with content", "has content", new RawTar().add('3', "a", "", (byte) 1));
  }

  private static void numbers(List<HostileTar> all) {
    add(all, "8 EiB", "expands to more", binary('0', TarBlock.LENGTH, Long.MAX_VALUE));
    add(all, "negative size", "out of range", binary('0', TarBlock.LENGTH, -1));
    add(all, "size of 2^88", "too large", filled('0', TarBlock.LENGTH, (byte) 0x80, (byte) 0x7f));
    add(
        all,
        "size of no digits",
        "octal digits",
        filled('0', TarBlock.LENGTH, (byte) 'z', (byte) 'z'));
    add(all, "largest octal size", END, new RawTar().sized('0', "a", "", (1L << 33) - 1));
    add(all, "negative owner", "out of range", binary('0', TarBlock.UID, -2));
    add(all, "owner of 2^32-1", "out of range", binary('0', TarBlock.UID, 0xffffffffL));
    add(all, "group of 2^32-1", "out of range", binary('0', TarBlock.GID, 0xffffffffL));
    add(all, "pax size -1", "no number", pax("size", "-1"));
    add(all, "pax size +1", "no number", pax("size", "+1"));
    add(all, "pax size of nothing", "no number", pax("size", ""));
    add(all, "pax size in hexadecimal", "no number", pax("size", "0x10"));
    add(all, "pax size of 2^63", "no number", pax("size", "9223372036854775808"));
    add(all, "pax size of 30 digits", "no number", pax("size", "9".repeat(30)));
    add(all, "pax size of 18 digits", "expands to more", pax("size", "9".repeat(18)));
    add(all, "pax size of a directory", "has content", paxDirectory("size", "512"));
    add(all, "pax owner of 2^32-1", "out of range", pax("uid", "4294967295"));
    add(all, "pax owner -1", "no number", pax("uid", "-1"));
    add(all, "pax group of letters", "no number", pax("gid", "root"));
    add(all, "time with an exponent", "no time", pax("mtime", "9e9999999"));
    add(all, "time of nothing", "no time", pax("mtime", ""));
    add(all, "time that is none", "no time", pax("mtime", "nan"));
    add(all, "time of 16 digits", "no time", pax("mtime", "9".repeat(16)));
    add(all, "time with two signs", "no time", pax("mtime", "--1"));
    add(all, "link with content", "has content", new RawTar().add('2', "a", "b", (byte) 1));
    add(all, "directory with content", "has content", new RawTar().add('5', "a", "", (byte) 1));
    add(all, "fifo with content", "has content", new RawTar().add('6', "a", "", (byte) 1));
  }

  private static void extendedHeaders(List<HostileTar> all) {
    add(all, "global path", "a global header", new RawTar().pax('g', "path", "x").file("a", ""));
    add(all, "global size", "a global header", new RawTar().pax('g', "size", "9").file("a", ""));
    add(all, "global owner", "a global header", new RawTar().pax('g', "uid", "1").file("a", ""));
    add(
        all,
        "global attribute",
        "a global header",
        new RawTar().pax('g', "SCHILY.xattr.user.a", "x").file("a", ""));
    add(
        all,
        "extended header of 2 MiB",
        "header is longer",
        new RawTar().sized('x', "a", "", 1 << 21));
    add(
        all,
        "long name of 8 GiB",
        "header is longer",
        new RawTar().sized('L', "a", "", (1L << 33) - 1));
    add(all, "extended header cut off", END, unfinished(new RawTar().sized('x', "a", "", 512)));
    add(all, "record longer than its header", "wrong length", record("99 a=b\n"));
    add(all, "record of length 0", "wrong length", record("0 a=b\n"));
    add(all, "record shorter than itself", "wrong length", record("2 a=b\n"));
    add(all, "record without a line end", "wrong length", record("6 a=bc"));
    add(all, "record of letters", "without a length", record("x a=b\n"));
    add(all, "record with a huge length", "without a length", record("999999999 a=b\n"));
    add(all, "record with a negative length", "without a length", record("-6 a=b\n"));
    add(all, "record without an equals sign", "without '='", record("5 ab\n"));
    add(all, "record without a blank", "without ' '", record("6a=bc\n"));
    add(all, "record of a keyword with a NUL", "keyword with a NUL", record("8 a\0b=c\n"));
    add(all, "extended header of nothing", END, unfinished(new RawTar().pax('x', "path", "a")));
    add(
        all,
        "attribute of 70 KiB",
        "cannot set attribute",
        pax("SCHILY.xattr.user.a", "x".repeat(70 << 10)));
    add(
        all,
        "attribute with a name of 300 bytes",
        "cannot set attribute",
        pax("SCHILY.xattr.user." + "a".repeat(300), "x"));
  }

  private static void holes(List<HostileTar> all) {
    String wrong = "the map of a file with holes is wrong";
    add(all, "data behind the end", wrong, sparse(8, "1\n0\n100\n"));
    add(all, "pieces that overlap", wrong, sparse(8, "2\n4\n4\n0\n4\n"));
    add(all, "piece behind the end", wrong, sparse(8, "1\n9\n0\n"));
    add(
        all,
        "piece up to 2^63",
        wrong,
        sparse(8, "1\n" + "9".repeat(18) + "\n" + "9".repeat(18) + "\n"));
    add(all, "more data than there is", "does not fit", sparse(100, "1\n0\n100\n"));
    add(all, "less data than there is", "does not fit", sparse(100, "1\n0\n1\n"));
    add(all, "ten million pieces", "more holes", sparse(8, "9999999\n0\n"));
    add(all, "map without an end", "does not end", sparse(8, "5\n"));
    add(all, "map of letters", "no numbers", sparse(8, "one\n"));
    add(all, "map of negative numbers", "no numbers", sparse(8, "1\n-1\n1\n"));
    add(
        all,
        "map of numbers of 19 digits",
        "no numbers",
        sparse(8, "1\n" + "1".repeat(19) + "\n1\n"));
    add(
        all,
        "file of 888 PiB",
        "larger than a file can be",
        sparse(9L * 100_000_000_000_000_000L, "0\n"));
    add(all, "format 0.0", "given up", pax("GNU.sparse.numblocks", "1"));
    add(all, "format 0.1", "given up", pax("GNU.sparse.map", "0,1"));
    add(all, "format 2.0", "given up", pax("GNU.sparse.major", "2"));
    add(
        all,
        "format 1.0 without a size",
        "given up",
        paxes("GNU.sparse.major", "1", "GNU.sparse.minor", "0"));
    add(all, "old map behind the end", wrong, oldMap(8, 100, 8));
    add(all, "old map with a size of -1", "", oldMap(-1, 0, 0));
    add(all, "old map without data", "does not fit", oldMap(100, 0, 100));
    add(all, "old map that goes on and on", END, oldMapWithMore());
  }

  private static void structure(List<HostileTar> all) {
    byte[] file = new RawTar().file("a", "content").finished();
    all.add(new HostileTar("nothing", END, NOTHING));
    all.add(new HostileTar("a part of a header", END, Arrays.copyOf(file, 300)));
    all.add(new HostileTar("a header without content", END, Arrays.copyOf(file, 512)));
    all.add(new HostileTar("a part of the content", END, Arrays.copyOf(file, 515)));
    all.add(new HostileTar("content without padding", END, Arrays.copyOf(file, 600)));
    all.add(new HostileTar("no end", END, Arrays.copyOf(file, 1024)));
    all.add(new HostileTar("a web page", NO_TAR, StrangeTars.bytes("<!DOCTYPE html>")));
    all.add(
        new HostileTar("letters", NO_TAR, StrangeTars.bytes("A".repeat(2048).replace("A", "1"))));
    byte[] changed = file.clone();
    changed[0]++;
    all.add(new HostileTar("a changed name", "checksum of a header", changed));
    all.add(new HostileTar("gzip of nothing", "", new byte[] {0x1f, (byte) 0x8b}));
    all.add(new HostileTar("bzip2 of nothing", "", StrangeTars.bytes("BZh9")));
    all.add(
        new HostileTar("bzip2 of garbage", "", StrangeTars.bytes("BZh9" + "garbage".repeat(9))));
    all.add(
        new HostileTar(
            "xz of garbage", "", join(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0}, "x")));
    all.add(
        new HostileTar(
            "zstd of garbage", "", join(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}, "x")));
    all.add(new HostileTar("lz4 of garbage", "LZ4", join(new byte[] {4, 0x22, 0x4d, 0x18}, "x")));
    add(all, "unknown type", "unknown type", new RawTar().add('Z', "a", ""));
    add(all, "list of a directory", "unknown type", new RawTar().add('D', "a", ""));
    add(all, "rest of another volume", "unknown type", new RawTar().add('M', "a", ""));
    add(all, "type of 8 bits", "unknown type", new RawTar().add((char) 0xff, "a", ""));
  }

  private static void add(List<HostileTar> all, String name, String reason, RawTar tar) {
    all.add(new HostileTar(name, reason, tar.finished()));
  }

  private static void add(List<HostileTar> all, String name, String reason, byte[] tar) {
    all.add(new HostileTar(name, reason, tar));
  }
}
