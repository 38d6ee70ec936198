package jbuild.builder.base;

import java.util.List;
import java.util.Optional;
import jbuild.builder.processor.Processor;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** Which machines the programs of a tree are for; see e_machine in elf(5). */
final class ProgramArchitecture {
  private static final List<String> PROGRAMS = List.of("usr/bin/sh", "bin/sh", "usr/bin/env");
  private static final long SAFELY =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;

  private ProgramArchitecture() {}

  /** The names of the architecture; none when the tree does not tell. */
  static List<String> of(ImageTree tree) {
    return PROGRAMS.stream()
        .map(program -> processor(tree, program))
        .flatMap(Optional::stream)
        .findFirst()
        .map(Processor::names)
        .orElse(List.of());
  }

  private static Optional<Processor> processor(ImageTree tree, String path) {
    try (Fd place = Descriptors.inside(tree.root(), BytePath.of(path));
        Fd file = Descriptors.reopen(place, SAFELY)) {
      return Processor.of(Contents.read(file, Processor.HEADER));
    } catch (Failure failure) {
      // It is not there, or nothing that can be opened.
      return Optional.empty();
    }
  }
}
