package jbuild.builder.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus.Device;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Xattrs;

/** A tree with one of everything that an archive can lose. */
final class SampleTree {
  static final long SPARSE_SIZE = 64L << 20;

  /** cap_net_bind_service, permitted and effective: most of its bytes are no text. */
  static final byte[] CAPABILITY =
      HexFormat.of().parseHex("0100000200040000000000000000000000000000");

  // Owner rwx, user 12345 r--, group r-x, group 54321 rw-, mask rwx, others ---.
  private static final byte[] ACCESS =
      HexFormat.of()
          .parseHex(
              "02000000"
                  + "01000700ffffffff"
                  + "0200040039300000"
                  + "04000500ffffffff"
                  + "0800060031d40000"
                  + "10000700ffffffff"
                  + "20000000ffffffff");

  private static final long AS_NEW_FILE =
      Descriptors.O_WRONLY | Descriptors.O_CREAT | Descriptors.O_EXCL;
  private static final Device NULL = new Device(1, 3);

  private final ImageTree tree;

  private SampleTree(ImageTree tree) {
    this.tree = tree;
  }

  static void make(Path directory) {
    try (ImageTree tree = ImageTree.open(directory)) {
      new SampleTree(tree).make();
    }
  }

  private void make() {
    write("etc/hostname", "web\n", 0644, 0, 0);
    write("etc/shadow", "root:*:\n", 0640, 0, 42);
    write("usr/bin/su", "program", 04755, 0, 0);
    write("usr/bin/wall", "program", 02755, 0, 5);
    write("home/big-ids", "", 0600, 3_000_000_000L, 2_999_999_999L);
    write("var/empty", "", 0, 0, 0);
    tree.directory("tmp", 01777, 0, 0);
    tree.link("etc/os-release", "../usr/lib/os-release");
    tree.link("etc/long-link", "/x".repeat(150));
    tree.link("etc/dangling", "/no/where");
    nodes();
    attributes();
    names();
    sparse("var/sparse", 0, 5_000_000);
    sparse("var/ends-with-data", 8192, SPARSE_SIZE - 4096);
    sparse("var/only-a-hole");
    time("var/old", -2, 300_000_000);
    time("var/exact", 1_700_000_000, 0);
    time("var/late", 1L << 33, 123_456_789);
  }

  private void write(String path, String content, int mode, long uid, long gid) {
    tree.write(path, content.getBytes(StandardCharsets.UTF_8), mode, 0, 0);
    try (Fd file = Descriptors.inside(tree.root(), BytePath.of(path))) {
      Attributes.setOwner(file, uid, gid);
      Attributes.setMode(file, mode);
    }
  }

  private void nodes() {
    tree.directory("dev", 0755, 0, 0);
    try (Fd dev = Descriptors.inside(tree.root(), BytePath.of("dev"));
        Fd etc = Descriptors.inside(tree.root(), BytePath.of("etc"))) {
      Nodes.makeNode(dev, BytePath.of("null"), FileType.CHARACTER_DEVICE, NULL);
      Nodes.makeNode(dev, BytePath.of("disk"), FileType.BLOCK_DEVICE, new Device(259, 70_000));
      Nodes.makeNode(dev, BytePath.of("initctl"), FileType.FIFO, new Device(0, 0));
      Nodes.makeNode(dev, BytePath.of("log"), FileType.SOCKET, new Device(0, 0));
      Nodes.hardLink(etc, BytePath.of("hostname"), etc, BytePath.of("also-hostname"));
      Nodes.hardLink(etc, BytePath.of("hostname"), dev, BytePath.of("zz-hostname"));
      Nodes.hardLink(etc, BytePath.of("dangling"), dev, BytePath.of("same-link"));
    }
  }

  private void attributes() {
    write("usr/bin/ping", "program", 0755, 0, 0);
    set("usr/bin/ping", "security.capability", CAPABILITY);
    set("usr/bin/ping", "user.with=and%", new byte[] {0, 10, (byte) 0xff, '='});
    set("etc/hostname", "user.empty", new byte[0]);
    write("etc/listed", "", 0640, 0, 0);
    set("etc/listed", "system.posix_acl_access", ACCESS);
    tree.directory("srv", 0750, 0, 0);
    set("srv", "system.posix_acl_default", ACCESS);
    set("srv", "user.of-a-directory", new byte[] {1});
  }

  private void set(String path, String name, byte[] value) {
    try (Fd file = Descriptors.inside(tree.root(), BytePath.of(path))) {
      Xattrs.set(file, BytePath.of(name), value);
    }
  }

  private void names() {
    write("n/" + "a".repeat(100), "100", 0644, 0, 0);
    write("n/" + "b".repeat(255), "255", 0644, 0, 0);
    write("n/ä-ö", "UTF-8", 0644, 0, 0);
    write("deep/" + "directory-of-many/".repeat(20) + "file", "deep", 0644, 0, 0);
    tree.directory("garbage", 0755, 0, 0);
    Random random = new Random(1);
    try (Fd garbage = Descriptors.inside(tree.root(), BytePath.of("garbage"))) {
      for (int count = 0; count < 50; count++) {
        byte[] name = new byte[5 + 4 * count];
        random.nextBytes(name);
        for (int at = 0; at < name.length; at++) {
          name[at] = name[at] == 0 || name[at] == '/' ? (byte) 0xff : name[at];
        }
        try (Fd file = Descriptors.child(garbage, BytePath.of(name), AS_NEW_FILE)) {
          Contents.write(file, name);
        }
      }
    }
  }

  /** Writes one byte at each place. */
  private void sparse(String path, long... places) {
    write(path, "", 0644, 0, 0);
    try (Fd file = Descriptors.inside(tree.root(), BytePath.of(path), Descriptors.O_WRONLY)) {
      Contents.setSize(file, SPARSE_SIZE);
      for (long place : places) {
        Contents.seek(file, place);
        Contents.write(file, new byte[] {'x'});
      }
    }
  }

  private void time(String path, long seconds, int nanoseconds) {
    write(path, "", 0644, 0, 0);
    try (Fd file = Descriptors.inside(tree.root(), BytePath.of(path))) {
      Attributes.setTime(file, seconds, nanoseconds);
    }
  }
}
