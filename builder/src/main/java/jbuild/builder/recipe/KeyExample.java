package jbuild.builder.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jbuild.builder.recipe.language.Source;
import jbuild.builder.recipe.language.Toml;

/** A value that a key can have, as TOML: what its kind says of itself, where that is one. */
final class KeyExample {
  /** Where a kind says too little: any text is right for it, and few are of use. */
  private static final Map<String, String> WRITTEN =
      Map.ofEntries(
          Map.entry("image.name", "\"web\""),
          Map.entry("image.version", "\"2026.11\""),
          Map.entry("image.outputs", "[\"directory\", \"tar.zst\"]"),
          Map.entry("image.include", "[\"base.toml\"]"),
          Map.entry("image.profiles", "[\"debug\"]"),
          Map.entry("image.base", "\"base.toml\""),
          Map.entry("vars.NAME", "\"text\""),
          Map.entry("matrix.distribution", "[\"debian\", \"ubuntu\"]"),
          Map.entry("matrix.release", "[\"trixie\", \"bookworm\"]"),
          Map.entry("matrix.architecture", "[\"amd64\", \"arm64\"]"),
          Map.entry("matrix.profile", "[\"\", \"debug\"]"),
          Map.entry("matrix.exclude", "[{release = \"bookworm\", profile = \"debug\"}]"),
          Map.entry("profile.NAME", "{packages = {install = [\"strace\"]}}"),
          Map.entry("distribution.name", "\"debian\""),
          Map.entry("distribution.release", "\"trixie\""),
          Map.entry("distribution.architecture", "\"arm64\""),
          Map.entry("distribution.mirror", "\"https://mirror.example/debian\""),
          Map.entry("distribution.security-mirror", "\"https://mirror.example/security\""),
          Map.entry("distribution.components", "[\"main\", \"contrib\"]"),
          Map.entry("distribution.repositories.name", "\"tools\""),
          Map.entry("distribution.repositories.address", "\"https://mirror.example/tools\""),
          Map.entry("distribution.repositories.suites", "[\"trixie\"]"),
          Map.entry("distribution.repositories.components", "[\"main\"]"),
          Map.entry("distribution.repositories.key", "\"tools.asc\""),
          Map.entry(
              "distribution.repositories.fingerprint",
              "\"0123456789ABCDEF0123456789ABCDEF01234567\""),
          Map.entry("packages.files", "[\"packages/*.deb\"]"),
          Map.entry("packages.install", "[\"openssh-server\", \"less\"]"),
          Map.entry("packages.remove", "[\"nano\"]"),
          Map.entry("system.hostname", "\"web\""),
          Map.entry("system.root-password", "{file = \"root-password.txt\"}"),
          Map.entry("users.name", "\"ada\""),
          Map.entry("users.comment", "\"Ada Lovelace\""),
          Map.entry("users.groups", "[\"adm\", \"users\"]"),
          Map.entry("users.home", "\"/srv/ada\""),
          Map.entry("users.shell", "\"/bin/sh\""),
          Map.entry("users.password", "{env = \"ADA_PASSWORD\"}"),
          Map.entry(
              "users.authorized-keys",
              "[\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJd8m5rXGqkq2F0t5b0o0u1v2w3x4y5z6A7B8C9D0E1F"
                  + " ada@example\"]"),
          Map.entry("groups.name", "\"media\""),
          Map.entry("boot.zone", "\"shop\""),
          Map.entry("disk.kernel", "\"linux-image-cloud-amd64\""),
          Map.entry("oci.entrypoint", "[\"/usr/bin/web\", \"--serve\"]"),
          Map.entry("oci.cmd", "[\"--verbose\"]"),
          Map.entry("oci.env", "[\"LANG=C.UTF-8\"]"),
          Map.entry("oci.labels", "[\"org.opencontainers.image.licenses=MIT\"]"),
          Map.entry("oci.working-dir", "\"/srv\""),
          Map.entry("signature.key", "\"signing-key.asc\""),
          Map.entry("signature.passphrase-file", "\"passphrase.txt\""),
          Map.entry("files.path", "\"/etc/motd\""),
          Map.entry("files.content", "\"hello\\n\""),
          Map.entry("files.source", "\"files/motd\""),
          Map.entry("files.link", "\"/usr/share/zoneinfo/UTC\""),
          Map.entry("trees.source", "\"rootfs\""),
          Map.entry("trees.path", "\"/srv\""),
          Map.entry("downloads.url", "\"https://mirror.example/tool.tar\""),
          Map.entry("downloads.sha256", "\"" + "0123456789abcdef".repeat(4) + "\""),
          Map.entry("downloads.path", "\"/opt/tool.tar\""),
          Map.entry("build.packages", "[\"gcc\", \"make\"]"),
          Map.entry("build.sources", "[{path = \"src\", target = \"web\"}]"),
          Map.entry("build.run", "\"make install\""),
          Map.entry("build.script", "\"build.sh\""),
          Map.entry("build.environment", "[\"CFLAGS=-O2\"]"),
          Map.entry("cleanup.remove", "[\"/usr/share/doc/*\"]"),
          Map.entry("scripts.run", "\"systemctl enable ssh\""));

  private static final Pattern IN_WORDS =
      Pattern.compile(
          "for example (?:\"([^\"]+)\"|([^ ,;:]+))|a size in quotes: \"auto\", \"([^\"]+)\"");

  private KeyExample() {}

  /** Nothing when nobody has thought of one. */
  static Optional<String> of(Key<?> key) {
    return Optional.ofNullable(WRITTEN.get(key.path()))
        .or(() -> ofForm(key, key.type().form()))
        .filter(text -> isRight(key, text));
  }

  private static boolean isRight(Key<?> key, String text) {
    Object value = Toml.parse(new Source(Path.of("example"), "value = " + text)).get("value");
    return key.type().reader().apply(value).isPresent();
  }

  private static Optional<String> ofForm(Key<?> key, ValueForm form) {
    if (form instanceof ValueForm.Truth) {
      return Optional.of(key.shownFallback().equals("true") ? "false" : "true");
    }
    if (form instanceof ValueForm.Whole number) {
      return Optional.of(String.valueOf(Math.min(number.most(), Math.max(number.least(), 1001))));
    }
    if (form instanceof ValueForm.Several list) {
      return ofForm(key, list.item()).map(item -> "[" + item + "]");
    }
    if (form instanceof ValueForm.Either either) {
      return ofForm(key, either.forms().get(0));
    }
    return form instanceof ValueForm.Text text
        ? Stream.of(ofWords(key, text.words()), ofDescription(key))
            .flatMap(Optional::stream)
            .findFirst()
        : Optional.empty();
  }

  /** Not that which is so anyway. */
  private static Optional<String> ofWords(Key<?> key, List<String> words) {
    return words.stream()
        .map(word -> '"' + word + '"')
        .filter(word -> !word.equals(key.shownFallback()))
        .findFirst();
  }

  private static Optional<String> ofDescription(Key<?> key) {
    Matcher found = IN_WORDS.matcher(key.type().expected());
    if (found.find()) {
      return Stream.of(found.group(1), found.group(2), found.group(3))
          .filter(word -> word != null)
          .map(word -> '"' + word + '"')
          .findFirst();
    }
    return key.shownFallback().startsWith("\"") || key.shownFallback().startsWith("[")
        ? Optional.of(key.shownFallback())
        : Optional.empty();
  }
}
