package jbuild.builder.disk.boot;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootPartitionTest {
  private static final UUID ROOT = UUID.fromString("0f5ba7a1-6f6a-5d4b-9f2e-0a1b2c3d4e5f");
  private static final KernelOptions OPTIONS = new KernelOptions(ROOT, "ext4", "quiet");
  private static final int X64 = 0x8664;
  private static final int AA64 = 0xaa64;

  @TempDir Path directory;
  private Path root;
  private Workspace workspace;

  @BeforeEach
  void makeAnImageWithTwoKernels() throws IOException {
    workspace = new Workspace(directory, directory, (command, lines) -> {}, Progress.SILENT);
    root = workspace.root();
    for (String version : List.of("6.1.0-9-amd64", "6.12~rc1+x")) {
      write("boot/vmlinuz-" + version, "kernel " + version);
      write("boot/initrd.img-" + version, "initrd " + version);
      Files.createDirectories(root.resolve("usr/lib/modules").resolve(version));
    }
    Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
    write("boot/vmlinuz-6.1.0-8-amd64", "left behind without its modules");
    write("boot/vmlinuz-6.1.0-9-amd64.dpkg bak", "somebody's copy");
    write("usr/lib/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n");
    write("usr/lib/systemd/boot/efi/systemd-bootx64.efi", "loader");
    Files.write(root.resolve("usr/lib/systemd/boot/efi/linuxx64.efi.stub"), StubProgram.of(X64));
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), text);
  }

  @Test
  void hasALoaderAndAnEntryForEachKernel() throws IOException {
    FatFiles files = new BootPartition("web", "amd64", false).files(workspace, OPTIONS);

    assertEquals(
        List.of(
            "EFI/BOOT/BOOTX64.EFI",
            "EFI/systemd/systemd-bootx64.efi",
            "loader/loader.conf",
            "loader/entries/web-6.1.0-9-amd64.conf",
            "web/6.1.0-9-amd64/linux",
            "web/6.1.0-9-amd64/initrd.img",
            "loader/entries/web-6.12~rc1+x.conf",
            "web/6.12~rc1+x/linux",
            "web/6.12~rc1+x/initrd.img"),
        files.paths());
    assertAll(
        () -> assertEquals("loader", text(files, "EFI/BOOT/BOOTX64.EFI")),
        () -> assertEquals("kernel 6.1.0-9-amd64", text(files, "web/6.1.0-9-amd64/linux")),
        () -> assertEquals("initrd 6.12~rc1+x", text(files, "web/6.12~rc1+x/initrd.img")),
        () ->
            assertEquals(
                """
                title Debian GNU/Linux 12
                version 6.1.0-9-amd64
                sort-key debian
                architecture x64
                linux /web/6.1.0-9-amd64/linux
                initrd /web/6.1.0-9-amd64/initrd.img
                options root=PARTUUID=0f5ba7a1-6f6a-5d4b-9f2e-0a1b2c3d4e5f rootfstype=ext4 rw quiet
                """,
                text(files, "loader/entries/web-6.1.0-9-amd64.conf")));
  }

  @Test
  void hasOneProgramForEachKernelWhenTheyAreUnified() throws IOException {
    FatFiles files = new BootPartition("web", "amd64", true).files(workspace, OPTIONS);

    assertEquals(
        List.of(
            "EFI/BOOT/BOOTX64.EFI",
            "EFI/systemd/systemd-bootx64.efi",
            "loader/loader.conf",
            "EFI/Linux/web-6.1.0-9-amd64.efi",
            "EFI/Linux/web-6.12~rc1+x.efi"),
        files.paths());
    String program = text(files, "EFI/Linux/web-6.1.0-9-amd64.efi");
    for (String content :
        List.of(
            ".osrel\0", "PRETTY_NAME=\"Debian GNU/Linux 12\"\n\0",
            ".cmdline", "ext4 rw quiet\0",
            ".uname\0", "6.1.0-9-amd64\0",
            ".initrd\0", "initrd 6.1.0-9-amd64\0",
            ".linux\0", "kernel 6.1.0-9-amd64\0")) {
      assertTrue(program.contains(content), content);
    }
  }

  @Test
  void hasTheNamesThatFirmwareOfOtherProcessorsLooksFor() throws IOException {
    write("usr/lib/systemd/boot/efi/systemd-bootaa64.efi", "loader");
    Files.write(root.resolve("usr/lib/systemd/boot/efi/linuxaa64.efi.stub"), StubProgram.of(AA64));

    FatFiles files = new BootPartition("web", "arm64", true).files(workspace, OPTIONS);

    assertEquals(
        List.of("EFI/BOOT/BOOTAA64.EFI", "EFI/systemd/systemd-bootaa64.efi"),
        files.paths().subList(0, 2));
  }

  @Test
  void doesNotFollowTheImageOntoTheHost() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "of the host");
    Path kernel = root.resolve("boot/vmlinuz-6.1.0-9-amd64");
    Files.delete(kernel);
    Files.createSymbolicLink(kernel, secret);
    assertEquals("of the host", Files.readString(kernel));

    Failure failure = assertThrows(Failure.class, () -> files("amd64", false));

    assertEquals("cannot take /boot/vmlinuz-6.1.0-9-amd64 from the image", failure.what());
  }

  @Test
  void saysWhatTheImageLacks() throws IOException {
    Files.write(root.resolve("usr/lib/systemd/boot/efi/linuxx64.efi.stub"), StubProgram.of(AA64));
    assertEquals(
        "/usr/lib/systemd/boot/efi/linuxx64.efi.stub is for another processor",
        assertThrows(Failure.class, () -> files("amd64", true)).why());
    Files.delete(root.resolve("usr/lib/systemd/boot/efi/linuxx64.efi.stub"));
    assertEquals(
        "it has no /usr/lib/systemd/boot/efi/linuxx64.efi.stub",
        assertThrows(Failure.class, () -> files("amd64", true)).why());
    assertEquals(
        "it has no /usr/lib/systemd/boot/efi/systemd-bootaa64.efi",
        assertThrows(Failure.class, () -> files("arm64", false)).why());
    assertEquals(
        "no firmware is known for s390x",
        assertThrows(Failure.class, () -> files("s390x", false)).why());
    Files.delete(root.resolve("lib"));
    assertEquals(
        "it has no kernel", assertThrows(Failure.class, () -> files("amd64", false)).why());
  }

  @Test
  void asksForRoomForTheNextKernelToo() throws IOException {
    FatFiles small = new BootPartition("web", "amd64", false).files(workspace, OPTIONS);
    Files.createDirectories(directory.resolve("large"));
    Path kernel = Files.write(directory.resolve("large/linux"), new byte[40 << 20]);
    FatFiles large = new FatFiles(kernel.getParent(), List.of("linux"));

    assertEquals(64L << 20, small.comfortableSize());
    assertEquals(92L << 20, large.comfortableSize());
  }

  private FatFiles files(String architecture, boolean unified) {
    return new BootPartition("web", architecture, unified).files(workspace, OPTIONS);
  }

  private static String text(FatFiles files, String path) throws IOException {
    return Files.readString(files.directory().resolve(path), StandardCharsets.ISO_8859_1);
  }
}
