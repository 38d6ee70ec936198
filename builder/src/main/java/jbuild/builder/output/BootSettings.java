package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import jbuild.builder.recipe.Recipe;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** What a recipe says of the machine, as a settings file beside its image: systemd.nspawn(5). */
public final class BootSettings {
  private static final String MARK =
      "# Written by jbuild from a recipe; changes are overwritten.\n";

  private BootSettings() {}

  /** Brings the file up to date. A file that somebody else has written stays as it is. */
  public static void update(Recipe recipe, Path outputDirectory) {
    String name = recipe.image().name();
    Path file = outputDirectory.resolve(name + ".nspawn");
    String text = text(recipe.boot());
    try {
      if (Files.exists(file) && !Files.readString(file).startsWith(MARK)) {
        refuse(file, text);
        return;
      }
      if (text.isEmpty()) {
        Files.deleteIfExists(file);
      } else if (!Files.exists(file) || !Files.readString(file).equals(MARK + text)) {
        Path unfinished = outputDirectory.resolve("." + name + ".nspawn.new");
        Files.writeString(unfinished, MARK + text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + file,
          Reasons.of(e),
          "make it writable, or choose another directory with --output-dir",
          List.of(),
          e);
    }
  }

  private static void refuse(Path file, String text) {
    if (!text.isEmpty()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot write " + file,
          "somebody else has written it, and the recipe has a [boot] table",
          "move it away, or say the same there and leave [boot] out");
    }
  }

  static String text(Recipe.Boot boot) {
    if (boot.equals(Recipe.Boot.STANDARD)) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n[Network]\n");
    switch (boot.network().orElse("veth")) {
      case "host" -> text.append("Private=no\n");
      case "none" -> text.append("Private=yes\n");
      default -> text.append("VirtualEthernet=yes\n");
    }
    boot.zone().ifPresent(zone -> text.append("Zone=").append(zone).append('\n'));
    boot.publish().forEach(port -> text.append("Port=").append(port).append('\n'));
    if (!boot.dns().isEmpty() || boot.address().isPresent()) {
      text.append("\n[X-Jbuild]\n");
      boot.address().ifPresent(address -> text.append("Address=").append(address).append('\n'));
      boot.dns().forEach(server -> text.append("DNS=").append(server).append('\n'));
    }
    return text.toString();
  }
}
