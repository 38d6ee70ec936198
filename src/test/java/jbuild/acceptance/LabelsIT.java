package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Xattrs;
import jbuild.tools.Repositories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small image with a small policy, whose labels outputs have on a host that has none. */
@Tag("root")
@Tag("beside")
class LabelsIT {
  private static final Repositories REPOSITORIES = Repositories.shared();
  private static final BytePath LABEL = BytePath.of("security.selinux");

  @TempDir static Path directory;

  @BeforeAll
  static void describe() throws IOException {
    Path profiles = Files.createDirectories(directory.resolve("config/jbuild/distributions/keys"));
    Files.copy(REPOSITORIES.keys().resolve("release.asc"), profiles.resolve("release.asc"));
    Files.writeString(
        profiles.resolveSibling("arch.yaml"),
        """
        name: arch
        tool: pacman
        architectures: [x86_64]
        mirrors: {archive: "http://mirror.invalid"}
        releases: [{name: rolling}]
        base: [filesystem]
        bootable: []
        pacman:
          components: [core]
          signed-databases: true
          mirrorlist: /etc/pacman.d/mirrorlist
          repositories:
            core: {mirror: archive, path: "{name}/os/{architecture}"}
        keys:
          release: %s
        """
            .formatted(REPOSITORIES.fingerprint("release")));
    Files.writeString(
        directory.resolve("labels.toml"),
        """
        [image]
        name = "labels"
        outputs = ["directory", "tar"]
        bootable = false
        [distribution]
        name = "arch"
        release = "rolling"
        mirror = "%s"
        [system]
        selinux = "label"
        root-password = "locked"
        [[files]]
        path = "/etc/selinux/config"
        content = "SELINUX=enforcing\\nSELINUXTYPE=tiny\\n"
        [[files]]
        path = "/etc/selinux/tiny/contexts/files/file_contexts"
        content = \"""
        /.* system_u:object_r:default_t:s0
        /etc(/.*)? system_u:object_r:etc_t:s0
        /usr/share/motd -- system_u:object_r:motd_t:s0
        \"""
        [[files]]
        path = "/usr/share/motd"
        content = "hello"
        """
            .formatted(REPOSITORIES.pacman().toUri().toString().replaceFirst("/$", "")));
  }

  @AfterAll
  static void remove() {
    Trees.remove(directory.resolve("out"));
  }

  @Test
  void filesHaveTheLabelsOfTheImagesOwnPolicy() throws IOException {
    Jbuild.Result result =
        Jbuild.run(
            directory,
            Map.of("XDG_CONFIG_HOME", directory.resolve("config").toString()),
            Jbuild.words("labels.toml"));

    assertEquals(0, result.status(), result.err());
    assertEquals(Optional.of("system_u:object_r:default_t:s0"), label(""));
    assertEquals(Optional.of("system_u:object_r:etc_t:s0"), label("etc/hostname"));
    assertEquals(Optional.of("system_u:object_r:motd_t:s0"), label("usr/share/motd"));
    String tar =
        new String(
            Files.readAllBytes(directory.resolve("out/labels.tar")), StandardCharsets.ISO_8859_1);
    assertTrue(tar.contains("SCHILY.xattr.security.selinux=system_u:object_r:motd_t:s0"));
  }

  private static Optional<String> label(String path) {
    try (Fd file =
        Descriptors.onHost(BytePath.of(directory.resolve("out/labels").resolve(path).toString()))) {
      return Xattrs.get(file, LABEL)
          .map(value -> new String(value, StandardCharsets.UTF_8).replace("\0", ""));
    }
  }
}
