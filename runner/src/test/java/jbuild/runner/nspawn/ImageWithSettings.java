package jbuild.runner.nspawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.runner.settings.MachineSettings;

/** An image called web, the places of its settings files, and what comes of them. */
final class ImageWithSettings {
  final Path directory;
  final Path image;
  final Path trusted;
  final Path beside;

  /** Of the last start. */
  List<String> warnings = List.of();

  ImageWithSettings(Path temporary) throws IOException {
    directory = temporary.toRealPath();
    image = Files.createDirectories(directory.resolve("images/web"));
    beside = directory.resolve("images/web.nspawn");
    trusted = Files.createDirectory(directory.resolve("etc")).resolve("web.nspawn");
  }

  /** What the words, and the files, make of the image. */
  MachineSettings settings(String... words) {
    return settings(new SettingsFiles(List.of(trusted.getParent())), words);
  }

  MachineSettings settings(SettingsFiles files, String... words) {
    List<String> all = new ArrayList<>(List.of("-D", image.toString()));
    all.addAll(List.of(words));
    Draft draft = new Draft(new Surroundings(Map.of("HOME", "/root"), "host"));
    List<String> rest = new Getopt("systemd-nspawn", Options.all(), draft).parse(all);
    Target target = Target.of(draft);
    SettingsMerge.Result merged = SettingsMerge.apply(files, draft, target, rest);
    warnings = merged.warnings();
    return Order.of(draft, target, merged.words()).settings();
  }
}
