package jbuild.builder.distribution.pacman;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.digest.Sha256;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.PinnedKey;
import jbuild.builder.repository.TrustedKeys;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.image.Trees;

/**
 * The directory of GnuPG that pacman believes: the profile's keys are signed by one that nobody has
 * any more, and other keys count when enough of the profile's have signed them.
 *
 * @param pins of the profile
 * @param added of repositories of the recipe: no other key counts because they have signed it
 * @param keyring keys of those who make packages
 */
record Keys(List<PinnedKey> pins, List<PinnedKey> added, KeyringFiles keyring) {
  /** Changes when the same keys make another directory. */
  private static final String FORMAT = "1";

  /** Keys and signatures end: what follows from them is found out again from time to time. */
  private static final Duration FRESH = Duration.ofDays(14);

  private static final Duration ABANDONED = Duration.ofDays(30);
  private static final int KEY_BYTES = 8;
  private static final List<String> FILES = List.of("pubring.gpg", "trustdb.gpg", "gpg.conf");

  /** Nobody is asked for a key: see gpg(1). pacman answers its own question whether to do so. */
  private static final String SETTINGS =
      """
      no-greeting
      no-permission-warning
      no-secmem-warning
      lock-never
      disable-dirmngr
      no-auto-key-retrieve
      no-auto-key-locate
      """;

  /**
   * As pacman-key(8) does it; the file has to be there before gpg would make one of a newer kind.
   */
  private static final String MAKING =
      """
      cd %1$s/%2$s
      chmod 700 .
      export GNUPGHOME="$PWD"
      run_gpg() {
        gpg --batch --quiet --no-tty --no-auto-check-trustdb "$@"
      }
      run_gpg --import pinned.gpg
      run_gpg --pinentry-mode loopback --passphrase '' --quick-generate-key jbuild ed25519 sign never
      for key; do
        # One that was revoked cannot be signed, and so does not count.
        run_gpg --quick-lsign-key "$key" >signed || :
      done
      if [ -e more.asc ]; then
        run_gpg --dearmor <more.asc >>pubring.gpg
      elif [ -e more.gpg ]; then
        cat more.gpg >>pubring.gpg
      fi
      run_gpg --import-ownertrust trust
      run_gpg --check-trustdb
      gpgconf --kill all
      """
          .formatted(Places.WORK, Places.KEYS);

  Keys {
    pins = List.copyOf(pins);
    added = List.copyOf(added);
  }

  /** Puts the directory where pacman of this build looks for it. */
  void put(Workspace workspace, ProgramTree programs) {
    Path place = Places.work(workspace).resolve(Places.KEYS);
    Path cached = workspace.cache().resolve("pacman").resolve("keys-" + key());
    try {
      Trees.remove(place);
      Files.createDirectories(place);
      if (!Files.isDirectory(cached)) {
        make(workspace, programs, place);
        keep(place, cached);
        Trees.remove(place);
        Files.createDirectories(place);
      }
      for (String file : FILES) {
        Files.copy(cached.resolve(file), place.resolve(file));
      }
    } catch (IOException e) {
      throw PacmanTool.unusable(place, e);
    }
  }

  private String key() {
    MessageDigest digest = Sha256.start();
    long period = Instant.now().getEpochSecond() / FRESH.toSeconds();
    digest.update((FORMAT + "\n" + period + "\n" + trust()).getBytes(UTF_8));
    for (PinnedKey pin : signed()) {
      // Not read, which takes a while: what is in the cache was made of keys that are right.
      digest.update((pin.fingerprint() + "\n").getBytes(UTF_8));
      digest.update(Sha256.start().digest(pin.content()));
    }
    digest.update(keyring.keys());
    return HexFormat.of().formatHex(digest.digest(), 0, KEY_BYTES);
  }

  private byte[] own() {
    return TrustedKeys.of(signed(), Clock.systemUTC()).keyring();
  }

  /** Those that the key signs that nobody has any more. */
  private List<PinnedKey> signed() {
    return Stream.concat(pins.stream(), added.stream()).toList();
  }

  /** In the form of gpg's ownertrust: 4 is marginal, and 128 disables a key. */
  private String trust() {
    StringBuilder lines = new StringBuilder();
    pins.forEach(pin -> lines.append(pin.fingerprint()).append(":4:\n"));
    keyring.revoked().forEach(key -> lines.append(key).append(":128:\n"));
    return lines.toString();
  }

  private void make(Workspace workspace, ProgramTree programs, Path place) throws IOException {
    Files.writeString(place.resolve("gpg.conf"), SETTINGS);
    Files.write(place.resolve("pubring.gpg"), new byte[0]);
    Files.write(place.resolve("pinned.gpg"), own());
    Files.writeString(place.resolve("trust"), trust());
    Files.writeString(place.resolve("make"), MAKING);
    if (keyring.keys().length > 0) {
      Files.write(place.resolve(keyring.isArmored() ? "more.asc" : "more.gpg"), keyring.keys());
    }
    List<String> argv = new ArrayList<>(List.of("sh", "-e", inside("make")));
    signed().forEach(key -> argv.add(key.fingerprint()));
    workspace
        .sandbox()
        .run(
            programs
                .command(argv)
                .bind(Places.work(workspace), Places.WORK)
                .with("LC_ALL", "C.UTF-8"));
  }

  private static String inside(String name) {
    return Places.WORK + "/" + Places.KEYS + "/" + name;
  }

  private static void keep(Path place, Path cached) throws IOException {
    Files.createDirectories(cached.getParent());
    removeOld(cached.getParent());
    Path aside = Files.createTempDirectory(cached.getParent(), "keys-");
    try {
      for (String file : FILES) {
        Files.copy(place.resolve(file), aside.resolve(file));
      }
      Files.move(aside, cached, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another build made the same meanwhile.
      return;
    } finally {
      Trees.remove(aside);
    }
  }

  private static void removeOld(Path directory) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    try (Stream<Path> all = Files.list(directory)) {
      for (Path keys : all.filter(Keys::isKeys).toList()) {
        if (Files.getLastModifiedTime(keys).toInstant().isBefore(limit)) {
          Trees.remove(keys);
        }
      }
    }
  }

  private static boolean isKeys(Path path) {
    return path.getFileName().toString().startsWith("keys-");
  }
}
