package jbuild.builder.processor;

import java.util.List;

/** The machine jbuild runs on: each distribution has its own word for it. */
public record HostArchitecture(List<String> names) {
  public HostArchitecture {
    names = List.copyOf(names);
  }

  public static HostArchitecture current() {
    return called(System.getProperty("os.arch"));
  }

  /** As Java or the kernel calls it. */
  public static HostArchitecture called(String name) {
    return new HostArchitecture(
        Processor.named(name).map(Processor::names).orElseGet(() -> List.of(name)));
  }

  /** The one of these words that means this machine; its usual name when none does. */
  public String nameAmong(List<String> architectures) {
    return names.stream().filter(architectures::contains).findFirst().orElse(names.get(0));
  }
}
