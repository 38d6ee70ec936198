package jbuild.runner.linux;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.linux.Ebpf.Register;

/**
 * Lets the processes of a group of version 2 use the given devices and no others.
 *
 * <p>It is a program that the kernel asks whenever one of them opens or makes a device; see {@code
 * BPF_PROG_TYPE_CGROUP_DEVICE} in bpf(2). It is gone with the group. Groups below may have more of
 * them: what one forbids, no other allows.
 */
public final class DeviceFilter {
  private static final long BPF_PROG_LOAD = 5;
  private static final long BPF_PROG_ATTACH = 8;
  private static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
  private static final int BPF_CGROUP_DEVICE = 6;
  private static final int BPF_F_ALLOW_MULTI = 2;
  private static final String NAME = "jbuild_devices";
  private static final int ATTEMPTS = 5;

  // The parts of union bpf_attr that the two commands read.
  private static final int LOAD_SIZE = 64;
  private static final int LOAD_NAME = 48;
  private static final int ATTACH_SIZE = 16;

  // struct bpf_cgroup_dev_ctx: the type in the lower half of the first word, the access above it.
  private static final int ACCESS_AND_TYPE = 0;
  private static final int MAJOR = 4;
  private static final int MINOR = 8;
  private static final int TYPE_BITS = 16;
  private static final int TYPE_MASK = 0xffff;
  private static final int BLOCK = 1;
  private static final int CHARACTER = 2;

  private static final Register TYPE = Register.R2;
  private static final Register ACCESS = Register.R3;
  private static final Register MAJOR_NUMBER = Register.R4;
  private static final Register MINOR_NUMBER = Register.R5;

  /** Its work is done once the four values are loaded from it. */
  private static final Register FREE = Register.CONTEXT;

  private final byte[] program;

  public DeviceFilter(List<DeviceRule> rules) {
    this.program = program(rules);
  }

  /** An array of {@code struct bpf_insn}. */
  static byte[] program(List<DeviceRule> rules) {
    Ebpf program = new Ebpf();
    program.load(TYPE, Register.CONTEXT, ACCESS_AND_TYPE);
    program.copy(ACCESS, TYPE);
    program.and(TYPE, TYPE_MASK);
    program.shiftRight(ACCESS, TYPE_BITS);
    program.load(MAJOR_NUMBER, Register.CONTEXT, MAJOR);
    program.load(MINOR_NUMBER, Register.CONTEXT, MINOR);
    for (DeviceRule rule : rules) {
      Ebpf.Label next = new Ebpf.Label();
      program.jumpUnlessEqual(TYPE, rule.type() == FileType.BLOCK_DEVICE ? BLOCK : CHARACTER, next);
      if (rule.major() != DeviceRule.ANY) {
        program.jumpUnlessEqual(MAJOR_NUMBER, rule.major(), next);
      }
      if (rule.minor() != DeviceRule.ANY) {
        program.jumpUnlessEqual(MINOR_NUMBER, rule.minor(), next);
      }
      if (rule.access().size() < DeviceRule.Access.values().length) {
        program.copy(FREE, ACCESS);
        program.and(FREE, rule.accessBits());
        program.jumpUnlessSame(FREE, ACCESS, next);
      }
      program.answer(1);
      program.mark(next);
    }
    program.answer(0);
    return program.assemble();
  }

  /**
   * Holds from now on for the group and for all below it.
   *
   * @throws jbuild.runner.Failure where the kernel has it not, or does not let us
   */
  public void attach(Path group) {
    try (Fd loaded = load();
        Fd directory =
            Descriptors.onHost(
                BytePath.of(group.toString()), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY)) {
      ByteBuffer attributes = attributes(ATTACH_SIZE);
      attributes.putInt(directory.number()).putInt(loaded.number());
      attributes.putInt(BPF_CGROUP_DEVICE).putInt(BPF_F_ALLOW_MULTI);
      bpf("limit the devices of " + group, BPF_PROG_ATTACH, attributes);
    }
  }

  private Fd load() {
    NativeMemory memory = new NativeMemory(program.length + 2L * LOAD_SIZE);
    ByteBuffer attributes = attributes(LOAD_SIZE);
    attributes.putInt(BPF_PROG_TYPE_CGROUP_DEVICE);
    attributes.putInt(program.length / Ebpf.INSTRUCTION_SIZE);
    // The licence matters to programs that call functions of the kernel, and this one does not.
    attributes.putLong(memory.bytes(program)).putLong(memory.text(""));
    attributes.position(LOAD_NAME);
    attributes.put(NAME.getBytes(StandardCharsets.US_ASCII));
    Fd loaded = new Fd((int) bpf("load a device filter", BPF_PROG_LOAD, attributes), NAME);
    // Read by the kernel until here.
    Reference.reachabilityFence(memory);
    return loaded;
  }

  private static ByteBuffer attributes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }

  private static long bpf(String what, long command, ByteBuffer attributes) {
    long size = attributes.capacity();
    long result;
    int attempts = 0;
    do {
      result = Retry.call(Call.BPF, command, attributes.array(), size);
      attempts++;
      // A signal that came while the program was examined.
    } while (result == -1 && Errno.last() == Errno.EAGAIN && attempts < ATTEMPTS);
    return Errno.check("bpf", what, result);
  }
}
