package jbuild.builder.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.repository.Keyring;

/** Where the keys are that may sign downloads: those that systemd takes, and others for jbuild. */
public final class ImportKeys {
  private static final List<String> FILES =
      List.of(
          "etc/systemd/import-pubring.pgp",
          "etc/systemd/import-pubring.gpg",
          "usr/lib/systemd/import-pubring.pgp",
          "usr/lib/systemd/import-pubring.gpg");
  private static final String DIRECTORY = "etc/jbuild/keys.d";
  private static final List<String> ENDINGS = List.of(".asc", ".gpg", ".pgp");

  private ImportKeys() {}

  /**
   * Those of the named files only or, without any, those of the host.
   *
   * @param host its root directory
   */
  public static Keyring read(List<Path> named, Path host) {
    return Keyring.read(named.isEmpty() ? files(host) : named, Clock.systemUTC());
  }

  private static List<Path> files(Path host) {
    List<Path> found = new ArrayList<>();
    for (String file : FILES) {
      if (Files.isRegularFile(host.resolve(file))) {
        found.add(host.resolve(file));
      }
    }
    try (Stream<Path> files = Files.list(host.resolve(DIRECTORY))) {
      files
          .filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith))
          .sorted()
          .forEach(found::add);
    } catch (IOException e) {
      // No such directory: no keys in it.
      return found;
    }
    return found;
  }
}
