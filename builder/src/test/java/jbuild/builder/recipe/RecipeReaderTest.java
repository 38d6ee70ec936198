package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.processor.HostArchitecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeReaderTest {
  @TempDir Path directory;

  @Test
  void readsEveryKey() throws IOException {
    Files.writeString(directory.resolve("motd"), "hello\n");
    Files.writeString(directory.resolve("password"), "secret\n");

    Recipe recipe =
        read(
            """
            [image]
            name = "web"
            version = "2026.11"
            outputs = [
              "directory", "subvolume", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst", "tar.lz4",
              "raw", "squashfs", "erofs", "oci", "cpio.zst",
            ]
            bootable = false

            [distribution]
            name = "debian"
            release = "12"
            architecture = "arm64"
            mirror = "http://mirror.example/debian"
            security-mirror = "file:///srv/security"
            components = ["main", "contrib"]
            accept-expired = true

            [packages]
            install = ["libstdc++6", "openssh-server"]
            remove = ["nano"]

            [system]
            hostname = "web.example"
            timezone = "America/Argentina/Buenos_Aires"
            locale = "de_DE.UTF-8"
            root-password = {file = "password"}

            [services]
            enable = ["ssh.service"]
            disable = ["cron"]
            mask = ["getty@tty1.service"]

            [[files]]
            path = "/etc/motd"
            source = "motd"
            mode = "0600"
            owner = "www-data:33"

            [boot]
            network = "veth"
            publish = ["8080:80", "udp:53"]
            zone = "lab"
            dns = ["192.0.2.1", "2001:db8::1"]
            address = "10.10.0.2"
            [oci]
            entrypoint = ["/usr/sbin/server"]
            cmd = ["--port", "80"]
            env = ["LANG=C.UTF-8"]
            user = "www-data:33"
            working-dir = "/srv"
            exposed-ports = ["80/tcp"]
            labels = ["a.b=c"]
            stop-signal = "SIGQUIT"
            compression = "zstd"

            [[files]]
            path = "/etc/issue"
            content = "hello"

            [[scripts]]
            phase = "after-bootstrap"
            run = "true"
            network = true
            time-limit = "90s"

            [[scripts]]
            phase = "last"
            run = \"""
            one
            two
            \"""
            """);

    assertEquals(
        new Recipe(
            new Recipe.Image("web", Optional.of("2026.11"), List.of(OutputFormat.values()), false),
            new Recipe.Distribution(
                "debian",
                "bookworm",
                "arm64",
                Optional.of(URI.create("http://mirror.example/debian")),
                Optional.of(URI.create("file:///srv/security")),
                List.of("main", "contrib"),
                true),
            new Recipe.Packages(List.of("libstdc++6", "openssh-server"), List.of("nano")),
            new Recipe.Settings(
                "web.example",
                "America/Argentina/Buenos_Aires",
                "de_DE.UTF-8",
                new Password.FromFile(directory.resolve("password"))),
            new Recipe.Services(
                List.of("ssh.service"), List.of("cron"), List.of("getty@tty1.service")),
            Startup.STANDARD,
            UserSettings.NONE,
            new Recipe.Boot(
                Optional.of("veth"),
                List.of("8080:80", "udp:53"),
                Optional.of("lab"),
                List.of("192.0.2.1", "2001:db8::1"),
                Optional.of("10.10.0.2")),
            new OutputSettings(
                DiskSettings.STANDARD,
                new OciSettings(
                    List.of("/usr/sbin/server"),
                    List.of("--port", "80"),
                    List.of("LANG=C.UTF-8"),
                    Optional.of("www-data:33"),
                    Optional.of("/srv"),
                    List.of("80/tcp"),
                    List.of("a.b=c"),
                    Optional.of("SIGQUIT"),
                    LayerCompression.ZSTD),
                3,
                Optional.empty()),
            Contents.of(
                List.of(
                    new ImageFile(
                        "/etc/motd",
                        new ImageFile.Content.Copy(directory.resolve("motd")),
                        0600,
                        new Owner("www-data", "33")),
                    new ImageFile(
                        "/etc/issue", new ImageFile.Content.Text("hello"), 0644, Owner.ROOT))),
            List.of(
                new Script(
                    Phase.AFTER_BOOTSTRAP, ScriptPlace.IMAGE, "true", true, Duration.ofSeconds(90)),
                new Script(
                    Phase.LAST, ScriptPlace.IMAGE, "one\ntwo\n", false, Duration.ofMinutes(30)))),
        recipe);
  }

  @Test
  void readsHowFirmwareStartsADisk() throws IOException {
    Recipe recipe =
        read(
            """
            image = {name = "web", outputs = ["raw"]}
            distribution = {name = "debian", release = "stable"}
            [disk]
            bootable = true
            loader = "uki"
            kernel = "linux-image-cloud-amd64"
            kernel-options = "console=ttyS0 quiet"
            esp-size = "1G"
            """);

    assertEquals(
        Optional.of(
            new FirmwareBoot(
                BootLoader.UKI,
                Optional.of("linux-image-cloud-amd64"),
                "console=ttyS0 quiet",
                OptionalLong.of(1073741824))),
        recipe.outputs().disk().boot());
  }

  @Test
  void readsHowOutputsAreKeptAndSigned() throws IOException {
    Files.writeString(directory.resolve("signing.gpg"), "key");
    Files.writeString(directory.resolve("passphrase"), "text");
    Recipe recipe =
        read(
            """
            image.name = "web"
            image.outputs = ["subvolume", "tar"]
            image.generations = 5
            distribution = {name = "debian", release = "stable"}
            [signature]
            key = "signing.gpg"
            passphrase-file = "passphrase"
            armored = true
            """);

    assertEquals(5, recipe.outputs().generations());
    assertEquals(
        Optional.of(
            new Signing(
                directory.resolve("signing.gpg"),
                Optional.of(directory.resolve("passphrase")),
                true)),
        recipe.outputs().signing());
  }

  @Test
  void fillsInWhatTheUserLeftOut() throws IOException {
    Recipe recipe =
        read("image.name = 'web'\ndistribution = {name = 'debian', release = 'stable'}");

    assertEquals(
        new Recipe(
            new Recipe.Image("web", Optional.empty(), List.of(OutputFormat.DIRECTORY), true),
            new Recipe.Distribution(
                "debian",
                "trixie",
                HostArchitecture.current().names().get(0),
                Optional.empty(),
                Optional.empty(),
                List.of("main"),
                false),
            new Recipe.Packages(List.of(), List.of()),
            new Recipe.Settings("web", "UTC", "C.UTF-8", new Password.Locked()),
            new Recipe.Services(List.of(), List.of(), List.of()),
            Startup.STANDARD,
            UserSettings.NONE,
            Recipe.Boot.STANDARD,
            OutputSettings.STANDARD,
            Contents.NONE,
            List.of()),
        recipe);
  }

  @Test
  void takesAHashButDoesNotShowIt() throws IOException {
    Recipe recipe =
        read(
            """
            image.name = "web"
            distribution = {name = "debian", release = "stable"}
            system.root-password = {hashed = "$6$salt$hash"}
            """);

    assertEquals(new Password.Hashed("$6$salt$hash"), recipe.system().rootPassword());
    assertEquals("Hashed", recipe.system().rootPassword().toString());
  }

  private Recipe read(String toml) throws IOException {
    Path file = Files.writeString(directory.resolve("recipe.toml"), toml);
    return new RecipeReader(new DistributionProfiles()).read(file);
  }
}
