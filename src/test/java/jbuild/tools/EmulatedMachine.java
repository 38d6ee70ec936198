package jbuild.tools;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A computer in software, with one processor core for each that we have and one disk. It runs until
 * it is switched off; what is written on its disk is forgotten.
 *
 * @param tools have qemu and firmware
 */
public record EmulatedMachine(ToolsImage tools, Path disk) {
  private static final String SECONDS = "900";
  private static final String FIRMWARE = "/usr/share/OVMF/OVMF_";

  /** Starts it as the firmware of a new computer does, which knows nothing of the disk. */
  public Finished startedByFirmware() {
    return run(
        List.of(
            "-drive",
            "if=pflash,format=raw,readonly=on,file=" + FIRMWARE + "CODE_4M.fd",
            "-drive",
            "if=pflash,format=raw,snapshot=on,file=" + FIRMWARE + "VARS_4M.fd"));
  }

  /** Starts it with a kernel from outside. */
  public Finished startedWith(Path kernel, Path initrd, String options) {
    return run(
        List.of("-kernel", kernel.toString(), "-initrd", initrd.toString(), "-append", options));
  }

  /** What it prints are the words on its serial line. */
  private Finished run(List<String> more) {
    List<String> command = new ArrayList<>(List.of("timeout", SECONDS, "qemu-system-x86_64"));
    command.addAll(List.of("-machine", "q35,accel=tcg", "-cpu", "Nehalem", "-m", "512"));
    command.addAll(List.of("-smp", "2", "-nodefaults", "-no-reboot", "-display", "none"));
    command.addAll(List.of("-serial", "stdio"));
    command.addAll(List.of("-drive", "if=virtio,format=raw,snapshot=on,file=" + disk.toString()));
    command.addAll(more);
    return Finished.of(tools.program(command));
  }
}
