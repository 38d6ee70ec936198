package jbuild.runner.nspawn;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jbuild.runner.Numbers;

/** Processors as cpuset(7) lists them: 0-3,7. */
final class CpuList {
  private static final long LAST = 8191;

  private CpuList() {}

  static Set<Integer> of(String option, String text) {
    Set<Integer> cpus = new TreeSet<>();
    List<String> ranges = Fields.of(text, ", \t");
    for (String range : ranges) {
      int dash = range.indexOf('-');
      long first = Numbers.anyBase(dash < 0 ? range : range.substring(0, dash)).orElse(-1);
      long last = dash < 0 ? first : Numbers.anyBase(range.substring(dash + 1)).orElse(-1);
      if (first < 0 || last < first || last > LAST) {
        throw BadValue.of(
            option, text, "'" + range + "' is no range of processors", "write 0-3,7 for example");
      }
      for (long cpu = first; cpu <= last; cpu++) {
        cpus.add((int) cpu);
      }
    }
    return cpus;
  }
}
