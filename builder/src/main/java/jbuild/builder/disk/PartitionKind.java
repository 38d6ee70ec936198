package jbuild.builder.disk;

import java.util.Optional;
import java.util.UUID;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** What a partition is for, as the Discoverable Partitions Specification says it by a type. */
public enum PartitionKind {
  ESP("esp", "", "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"),
  /** Its type depends on the processor. */
  ROOT("root", "/", ""),
  HOME("home", "/home", "933ac7e1-2eb4-4f13-b844-0e14e2aef915"),
  SRV("srv", "/srv", "3b8f8425-20e0-4f3b-907f-1a25a76f98e8"),
  VAR("var", "/var", "4d21b016-b534-45c2-a9fb-5c16e091fd2d"),
  TMP("tmp", "/var/tmp", "7ec6f557-3bc5-4aca-b293-16ef5df639d1"),
  SWAP("swap", "", "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f");

  private final String word;
  private final String directory;
  private final String type;

  PartitionKind(String word, String directory, String type) {
    this.word = word;
    this.directory = directory;
    this.type = type;
  }

  /** As recipes and labels name it. */
  public String word() {
    return word;
  }

  /** The directory of the image that is in it, if it has one. */
  public Optional<String> directory() {
    return Optional.of(directory).filter(path -> !path.isEmpty());
  }

  /** Its type on the processors of an architecture, by any of its names. */
  public UUID type(String architecture) {
    return UUID.fromString(this == ROOT ? rootType(architecture) : type);
  }

  private static String rootType(String architecture) {
    return switch (architecture) {
      case "amd64", "x86_64" -> "4f68bce3-e8cd-4db1-96e7-fbcaf984b709";
      case "arm64", "aarch64" -> "b921b045-1df0-41c3-af44-4c6f280d3fae";
      default ->
          throw new Failure(
              ExitStatus.HOST_CANNOT,
              "cannot write a raw disk for " + architecture,
              "no partition type of its root is known",
              "choose another output in image.outputs");
    };
  }
}
