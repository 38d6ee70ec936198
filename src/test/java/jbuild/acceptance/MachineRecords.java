package jbuild.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What jbuild writes down of machines that run.
 *
 * @param directory that JBUILD_RUNTIME names
 */
record MachineRecords(Path directory) {
  String place() {
    return directory.toString();
  }

  /** The machines that are written down. */
  List<String> names() throws IOException {
    try (Stream<Path> machines = Files.list(machines())) {
      return machines
          .map(machine -> machine.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** The processes in the machines. */
  List<String> processes() throws IOException {
    List<String> processes = new ArrayList<>();
    for (String machine : names()) {
      for (String group : lines(machines().resolve(machine).resolve("cgroups"))) {
        processes.addAll(processesBelow(Path.of(group)));
      }
    }
    return processes;
  }

  private static List<String> processesBelow(Path group) throws IOException {
    List<String> processes = new ArrayList<>();
    try (Stream<Path> groups = Files.walk(group)) {
      for (Path below : groups.filter(Files::isDirectory).toList()) {
        processes.addAll(lines(below.resolve("cgroup.procs")));
      }
      return processes;
    } catch (NoSuchFileException | UncheckedIOException e) {
      // Groups vanished while we looked: look again, unless all have.
      return Files.exists(group) ? processesBelow(group) : List.of();
    }
  }

  private Path machines() {
    return directory.resolve("machines");
  }

  /** None of a file that has gone, or has not come yet. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
