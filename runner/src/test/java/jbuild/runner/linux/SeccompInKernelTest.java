package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class SeccompInKernelTest {
  private static final long SECCOMP_SET_MODE_FILTER = 1;
  private static final long GETPPID = 110;
  private static final long SWAPOFF = 168;
  private static final long NONE = 1000;

  @Test
  void isTakenByTheKernelAndObeyed() throws Exception {
    byte[] program = Seccomp.program(new SeccompPolicy(EnumSet.allOf(Capability.class), true));

    // A filter holds for one thread, here one that ends at once.
    FutureTask<List<Long>> filtered =
        new FutureTask<>(
            () -> {
              install(program);
              return List.of(
                  failure(GETPPID, 0, 0, 0),
                  failure(SWAPOFF, 0, 0, 0),
                  failure(NONE, 0, 0, 0),
                  failure(Call.SOCKET.number(), 16, 3, 9),
                  failure(Call.FSYNC.number(), NONE, 0, 0),
                  failure(Call.FSYNC.number(), -1, 0, 0));
            });
    Thread thread = new Thread(filtered);
    thread.start();

    assertEquals(List.of(0L, 1L, 38L, 97L, 0L, 9L), filtered.get());
    thread.join();
  }

  private static void install(byte[] program) {
    try (Memory filters = new Memory(program.length);
        Memory description = new Memory(16)) {
      filters.write(0, program, 0, program.length);
      description.setShort(0, (short) (program.length / Bpf.INSTRUCTION_SIZE));
      description.setPointer(8, filters);
      long result =
          LibC.syscall(
              Call.SECCOMP.number(), SECCOMP_SET_MODE_FILTER, 0, pointer(description), 0, 0, 0);
      Errno.check("seccomp", "install the filter", result);
    }
  }

  private static long pointer(Memory memory) {
    return Pointer.nativeValue(memory);
  }

  private static long failure(long number, long a, long b, long c) {
    return LibC.syscall(number, a, b, c, 0, 0, 0) == -1 ? Errno.last() : 0;
  }
}
