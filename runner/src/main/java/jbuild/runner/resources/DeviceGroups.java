package jbuild.runner.resources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.DeviceRule;

/** The drivers of this kernel that have devices, as /proc/devices lists them; see proc(5). */
record DeviceGroups(Drivers character, Drivers block) {
  private static final String BLOCK = "Block devices:";
  private static final Pattern LINE = Pattern.compile("\\s*[0-9]+ .+");

  static DeviceGroups ofHost() {
    try {
      return of(Files.readAllLines(Path.of("/proc/devices")));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot tell which devices drivers have",
          Reasons.of(e),
          "mount /proc; groups of devices like char-pts are listed there",
          List.of(),
          e);
    }
  }

  static DeviceGroups of(List<String> lines) {
    List<Driver> character = new ArrayList<>();
    List<Driver> block = new ArrayList<>();
    List<Driver> current = character;
    for (String line : lines) {
      if (line.equals(BLOCK)) {
        current = block;
      } else if (LINE.matcher(line).matches()) {
        String[] words = line.strip().split(" ", 2);
        current.add(new Driver(Integer.parseInt(words[0]), words[1]));
      }
    }
    return new DeviceGroups(new Drivers(character), new Drivers(block));
  }

  /** Those with one kind of devices. */
  record Drivers(List<Driver> all) {
    Drivers {
      all = List.copyOf(all);
    }

    /** By a name with the wildcards of glob(7), or a number; for all, only the star. */
    List<Integer> majors(String pattern) {
      if (pattern.equals("*")) {
        return List.of(DeviceRule.ANY);
      }
      if (pattern.matches("[0-9]{1,4}")) {
        return List.of(Integer.valueOf(pattern));
      }
      Pattern names = Pattern.compile(expression(pattern), Pattern.DOTALL);
      List<Integer> majors = new ArrayList<>();
      for (Driver driver : all) {
        if (names.matcher(driver.name()).matches() && !majors.contains(driver.major())) {
          majors.add(driver.major());
        }
      }
      return majors;
    }
  }

  record Driver(int major, String name) {}

  private static String expression(String glob) {
    StringBuilder expression = new StringBuilder();
    for (char letter : glob.toCharArray()) {
      switch (letter) {
        case '*' -> expression.append(".*");
        case '?' -> expression.append('.');
        default -> expression.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    return expression.toString();
  }
}
