package jbuild.builder.recipe;

import java.util.List;

/** The machine jbuild runs on: each distribution has its own word for it. */
public record HostArchitecture(List<String> names) {
  public HostArchitecture {
    names = List.copyOf(names);
  }

  public static HostArchitecture current() {
    return called(System.getProperty("os.arch"));
  }

  static HostArchitecture called(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> new HostArchitecture(List.of("amd64", "x86_64"));
      case "aarch64", "arm64" -> new HostArchitecture(List.of("arm64", "aarch64"));
      default -> new HostArchitecture(List.of(name));
    };
  }

  /** The one of these words that means this machine; its usual name when none does. */
  public String nameAmong(List<String> architectures) {
    return names.stream().filter(architectures::contains).findFirst().orElse(names.get(0));
  }
}
