package jbuild.cli;

import java.util.List;
import java.util.Set;
import jbuild.runner.nspawn.Preset;

/** Makes what the verbs boot and run have in common. */
record Starters(ImageFinder images, Machines machines) {
  static final String BOOT = "boot";
  static final String RUN = "run";
  static final Set<String> VERBS = Set.of(BOOT, RUN);

  /** The words are the arguments of the image's init, or the command. */
  Starter of(String verb, List<String> words) {
    Preset preset = verb.equals(BOOT) ? Preset.BOOT : Preset.RUN;
    return new Starter(preset, images, machines, words);
  }
}
