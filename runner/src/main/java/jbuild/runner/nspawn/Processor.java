package jbuild.runner.nspawn;

import java.util.List;
import jbuild.runner.settings.Execution.Personality;

/** The processor that Java runs on, by systemd's names; see systemd.exec(5), "Personality=". */
final class Processor {
  private Processor() {}

  static Personality personality(String option, String text) {
    List<String> names =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> List.of("x86-64", "x86");
          case "aarch64" -> List.of("arm64", "arm");
          default -> List.of();
        };
    if (!names.contains(text)) {
      throw BadValue.of(
          option,
          text,
          "this processor cannot pass for it",
          "there are " + String.join(", ", names));
    }
    return text.equals(names.get(0)) ? Personality.NATIVE : Personality.COMPATIBLE;
  }
}
