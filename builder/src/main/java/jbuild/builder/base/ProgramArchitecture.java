package jbuild.builder.base;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** Which machines the programs of a tree are for; see e_machine in elf(5). */
final class ProgramArchitecture {
  private static final List<String> PROGRAMS = List.of("usr/bin/sh", "bin/sh", "usr/bin/env");
  private static final int START = 20;
  private static final int MACHINE = 18;
  private static final long SAFELY =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;

  /** As distributions call them; the first one is for people. */
  private static final Map<Integer, List<String>> NAMES =
      Map.of(
          3, List.of("i386", "i686"),
          21, List.of("ppc64el", "ppc64le"),
          22, List.of("s390x"),
          40, List.of("armhf", "armel", "armv7hl"),
          62, List.of("amd64", "x86_64"),
          183, List.of("arm64", "aarch64"),
          243, List.of("riscv64"),
          258, List.of("loong64", "loongarch64"));

  private ProgramArchitecture() {}

  /** The names of the architecture; none when the tree does not tell. */
  static List<String> of(ImageTree tree) {
    return PROGRAMS.stream()
        .map(program -> machine(tree, program))
        .flatMap(Optional::stream)
        .findFirst()
        .map(machine -> NAMES.getOrDefault(machine, List.of()))
        .orElse(List.of());
  }

  private static Optional<Integer> machine(ImageTree tree, String path) {
    try (Fd place = Descriptors.inside(tree.root(), BytePath.of(path));
        Fd file = Descriptors.reopen(place, SAFELY)) {
      byte[] start = Contents.read(file, START);
      boolean isProgram =
          start.length == START && start[0] == 0x7f && start[1] == 'E' && start[2] == 'L';
      return isProgram
          ? Optional.of(start[MACHINE] & 0xff | (start[MACHINE + 1] & 0xff) << 8)
          : Optional.empty();
    } catch (Failure failure) {
      // It is not there, or nothing that can be opened.
      return Optional.empty();
    }
  }
}
