package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class OomScoreTest {
  private static final Path OURS = Path.of("/proc/self/oom_score_adj");

  @Test
  void startsAtTheSameTimeGiveBackOurValueAndNotEachOthers() throws IOException {
    String before = Files.readString(OURS);
    // What the kernel makes of it as long as a machine's first process shares our memory.
    int sharing = (int) ProcessHandle.current().pid();

    OomScore first = OomScore.of(OptionalInt.of(77), sharing);
    OomScore second = OomScore.of(OptionalInt.of(78), sharing);
    first.close();
    second.close();

    assertEquals(before, Files.readString(OURS));
  }
}
