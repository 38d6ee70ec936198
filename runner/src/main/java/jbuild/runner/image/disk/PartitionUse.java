package jbuild.runner.image.disk;

import java.util.UUID;

/**
 * What a partition is for, by its type; see the Discoverable Partitions Specification. Types for
 * other processors than this one are {@link #OTHER}.
 */
public enum PartitionUse {
  ROOT("root"),
  ROOT_VERITY("root-verity"),
  ROOT_VERITY_SIGNATURE("root-verity-sig"),
  USR("usr"),
  USR_VERITY("usr-verity"),
  USR_VERITY_SIGNATURE("usr-verity-sig"),
  HOME("home"),
  SRV("srv"),
  VAR("var"),
  TMP("tmp"),
  ESP("esp"),
  XBOOTLDR("xbootldr"),
  SWAP("swap"),
  GENERIC("linux-generic"),
  OTHER("other");

  private final String word;

  PartitionUse(String word) {
    this.word = word;
  }

  /** As systemd.image-policy(7) and systemd-repart call it. */
  public String word() {
    return word;
  }

  /**
   * The use of a type.
   *
   * @param processor as Java calls it
   */
  public static PartitionUse of(UUID type, String processor) {
    return switch (type.toString()) {
      case "933ac7e1-2eb4-4f13-b844-0e14e2aef915" -> HOME;
      case "3b8f8425-20e0-4f3b-907f-1a25a76f98e8" -> SRV;
      case "4d21b016-b534-45c2-a9fb-5c16e091fd2d" -> VAR;
      case "7ec6f557-3bc5-4aca-b293-16ef5df639d1" -> TMP;
      case "c12a7328-f81f-11d2-ba4b-00a0c93ec93b" -> ESP;
      case "bc13c2ff-59e6-4262-a352-b275fd6f7172" -> XBOOTLDR;
      case "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f" -> SWAP;
      case "0fc63daf-8483-4772-8e79-3d69d8477de4" -> GENERIC;
      default ->
          switch (processor) {
            case "amd64" -> ofX86(type);
            case "aarch64" -> ofArm(type);
            default -> OTHER;
          };
    };
  }

  private static PartitionUse ofX86(UUID type) {
    return switch (type.toString()) {
      case "4f68bce3-e8cd-4db1-96e7-fbcaf984b709" -> ROOT;
      case "2c7357ed-ebd2-46d9-aec1-23d437ec2bf5" -> ROOT_VERITY;
      case "41092b05-9fc8-4523-994f-2def0408b176" -> ROOT_VERITY_SIGNATURE;
      case "8484680c-9521-48c6-9c11-b0720656f69e" -> USR;
      case "77ff5f63-e7b6-4633-acf4-1565b864c0e6" -> USR_VERITY;
      case "e7bb33fb-06cf-4e81-8273-e543b413e2e2" -> USR_VERITY_SIGNATURE;
      default -> OTHER;
    };
  }

  private static PartitionUse ofArm(UUID type) {
    return switch (type.toString()) {
      case "b921b045-1df0-41c3-af44-4c6f280d3fae" -> ROOT;
      case "df3300ce-d69f-4c92-978c-9bfb0f38d820" -> ROOT_VERITY;
      case "6db69de6-29f4-4758-a7a5-962190f00ce3" -> ROOT_VERITY_SIGNATURE;
      case "b0e01050-ee5f-4390-949a-9101b17104e9" -> USR;
      case "6e11a4e7-fbca-4ded-b9e9-e1a512bb664e" -> USR_VERITY;
      case "c23ce4ff-44bd-4b00-b2d4-b41b3419e02a" -> USR_VERITY_SIGNATURE;
      default -> OTHER;
    };
  }
}
