package jbuild.comparison;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The filters of system calls that hold for a process, as the kernel has them: see ptrace(2). */
final class InstalledFilters {
  private static final long PTRACE_SEIZE = 0x4206;
  private static final long PTRACE_INTERRUPT = 0x4207;
  private static final long PTRACE_SECCOMP_GET_FILTER = 0x420c;
  private static final long PTRACE_DETACH = 17;
  private static final int ALL_KINDS = 0x40000000; // __WALL
  private static final int INSTRUCTION_SIZE = 8;

  private static final C C_LIBRARY = Native.load("c", C.class);

  private interface C extends Library {
    long ptrace(long request, int process, long address, Pointer data) throws LastErrorException;

    int waitpid(int process, IntByReference status, int options) throws LastErrorException;
  }

  private InstalledFilters() {}

  /** The programs, those installed last first. */
  static List<byte[]> of(long pid) throws IOException {
    int process = Math.toIntExact(pid);
    int count = count(process);
    C_LIBRARY.ptrace(PTRACE_SEIZE, process, 0, Pointer.NULL);
    try {
      C_LIBRARY.ptrace(PTRACE_INTERRUPT, process, 0, Pointer.NULL);
      C_LIBRARY.waitpid(process, new IntByReference(), ALL_KINDS);
      List<byte[]> programs = new ArrayList<>();
      for (int index = 0; index < count; index++) {
        programs.add(program(process, index));
      }
      return programs;
    } finally {
      C_LIBRARY.ptrace(PTRACE_DETACH, process, 0, Pointer.NULL);
    }
  }

  private static byte[] program(int process, int index) {
    long length = C_LIBRARY.ptrace(PTRACE_SECCOMP_GET_FILTER, process, index, Pointer.NULL);
    try (Memory memory = new Memory(length * INSTRUCTION_SIZE)) {
      C_LIBRARY.ptrace(PTRACE_SECCOMP_GET_FILTER, process, index, memory);
      return memory.getByteArray(0, (int) memory.size());
    }
  }

  private static int count(int process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
      if (line.startsWith("Seccomp_filters:")) {
        return Integer.parseInt(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("a kernel that counts no filters");
  }
}
