package jbuild.builder.distribution.pacman;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Sandbox;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.PinnedKey;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom pacman believes, asked of the gpg that it asks. */
@Tag("root")
@Tag("beside")
class KeysIT {
  private static final List<String> MASTERS = List.of("m1", "m2", "m3", "m4");

  /** A distribution's keyring: masters have signed the keys of those who make packages. */
  private static final String KEYRING =
      """
      export GNUPGHOME=/run/jbuild/made/home
      mkdir -m 700 "$GNUPGHOME"
      run_gpg() {
        gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' "$@"
      }
      fingerprint() {
        run_gpg --with-colons --list-keys "=$1" | while IFS=: read -r kind a b c d e f g h id rest; do
          if [ "$kind" = fpr ]; then echo "$id"; break; fi
        done
      }
      for name in m1 m2 m3 m4 own three two gone; do
        run_gpg --quick-generate-key "$name" ed25519 sign never
        fingerprint "$name" >/run/jbuild/made/$name.fingerprint
      done
      for name in m1 m2 m3; do
        run_gpg --local-user "=$name" --quick-sign-key "$(fingerprint three)"
        run_gpg --local-user "=$name" --quick-sign-key "$(fingerprint gone)"
      done
      for name in m1 m2 own; do
        run_gpg --local-user "=$name" --quick-sign-key "$(fingerprint two)"
      done
      for name in m1 m2 m3 m4 own; do
        run_gpg --armor --export "=$name" >/run/jbuild/made/$name.asc
      done
      run_gpg --armor --export >/run/jbuild/made/all.asc
      """;

  @TempDir Path directory;

  @Test
  void threeOfTheProfilesKeysVouchForAnother() throws IOException {
    Path made = Files.createDirectory(directory.resolve("made"));
    Path work = Files.createDirectory(directory.resolve("work"));
    Sandbox sandbox =
        new MachineSandbox(
            new Launcher(RuntimeDirectory.ofHost()), directory.resolve("log"), line -> {});
    Workspace workspace =
        new Workspace(
            work, Files.createDirectory(directory.resolve("cache")), sandbox, Progress.SILENT);
    ProgramTree programs = programs();
    Files.writeString(made.resolve("make"), KEYRING);
    sandbox.run(
        programs.command("sh", "-e", "/run/jbuild/made/make").bind(made, "/run/jbuild/made"));
    List<PinnedKey> pins = new ArrayList<>();
    for (String name : MASTERS) {
      pins.add(pin(made, name));
    }
    KeyringFiles keyring =
        new KeyringFiles(
            Files.readAllBytes(made.resolve("all.asc")), List.of(fingerprint(made, "gone")));

    Files.createDirectory(Places.work(workspace));
    new Keys(pins, List.of(pin(made, "own")), keyring).put(workspace, programs);

    Map<String, String> validity = validity(workspace, programs);
    assertAll(
        () -> assertEquals("f", validity.get("m4")),
        () -> assertEquals("f", validity.get("own")),
        () -> assertEquals("f", validity.get("three")),
        () -> assertEquals("m", validity.get("two")),
        () -> assertEquals("disabled", validity.get("gone")),
        () -> assertEquals(List.of("gpg.conf", "pubring.gpg", "trustdb.gpg"), kept(workspace)),
        () -> assertFalse(Files.exists(Places.work(workspace).resolve("keys/private-keys-v1.d"))));
  }

  /** Not the host's, if it has them. */
  private ProgramTree programs() throws IOException {
    Path none = Files.createDirectory(directory.resolve("none"));
    Path cache = Path.of(System.getenv().getOrDefault("JBUILD_CACHE", "/var/cache/jbuild"));
    return new Toolsets(new ProgramTree(none), DebianStable.forHost(System.getenv()))
        .get(Toolset.PACMAN, cache, Progress.SILENT);
  }

  private static PinnedKey pin(Path made, String name) throws IOException {
    return new PinnedKey(name, fingerprint(made, name), made.resolve(name + ".asc").toUri());
  }

  private static String fingerprint(Path made, String name) throws IOException {
    return Files.readString(made.resolve(name + ".fingerprint"), US_ASCII).strip();
  }

  private static List<String> kept(Workspace workspace) throws IOException {
    Path pacman = workspace.cache().resolve("pacman");
    try (Stream<Path> files = Files.walk(pacman)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** By owner: the second field of a key, see doc/DETAILS of GnuPG. */
  private static Map<String, String> validity(Workspace workspace, ProgramTree programs) {
    List<String> lines = new ArrayList<>();
    workspace
        .sandbox()
        .run(
            programs
                .command("gpg", "--batch", "--no-tty", "--with-colons", "--list-keys")
                .bind(Places.work(workspace), Places.WORK)
                .with("GNUPGHOME", Places.WORK + "/" + Places.KEYS),
            lines::add);
    Map<String, String> validity = new LinkedHashMap<>();
    String key = "";
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      if (fields[0].equals("pub")) {
        key = fields[11].contains("D") ? "disabled" : fields[1];
      } else if (fields[0].equals("uid")) {
        validity.putIfAbsent(fields[9], key);
      }
    }
    return validity;
  }
}
