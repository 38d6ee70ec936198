package jbuild.runner.linux;

import java.util.HexFormat;

/**
 * What differs between the processors that jbuild runs on.
 *
 * <p>The machine code is that of src/main/asm, assembled; a test compares.
 */
enum Architecture {
  X86_64(
      "amd64",
      62,
      """
      53554889fd488b5d00488b4338a8080f8585000000488b03488b7b08488b7310
      488b53184c8b53204c8b43284c8b4b300f05488b5338f6c204740f4885c0750a
      488b6b40488b5d00ebbf488b4b484885c97403488901f6c2027408483b434074
      30eb0d483d01f0ffff7226f6c201752148895d1048f7d848894518488b5d0848
      85db741648c7450800000000e978ffffff4883c350e96fffffff488b45105d5b
      c3\
      """,
      """
      bf10105000e8a9010000bf7f000000488b0425001050004885c07469448b2045
      85e474614531ed4881ec9800000048b802000100f0c003004889842490000000
      c744241000000000b8f700000031ff31f64889e241ba050000004531c00f058b
      44241085c074254139c475d44585ed0f85e2000000bfff000000837c24080175
      048b7c2418b8e70000000f0531d24585ed7432e8060100004c89f0482b842480
      0000000f8eae000000488984248000000048c784248800000000000000488d94
      2480000000b880000000488dbc249000000031f641ba080000000f054585ed0f
      855bffffff85c00f8e53ffffffffc841bddcfe214348b90000000030c0000048
      0fa3c1721e41bd6745230148b902000000c0000300480fa3c172084531ede91d
      ffffffbe0f000000e866000000be01000000e85c000000be12000000e8520000
      00e8580000004c8bb424800000004983c65ae9e9feffffb8270000000f0583f8
      017517b8a9000000bfaddee1febe691912284489ea4531d20f0531ff4181fddc
      fe21430f84fcfeffffbf85000000e9f2feffffb83e0000004489e70f05c3b8e4
      000000bf01000000488db424880000000f05c3\
      """,
      """
      57b8010000008b3d130000004889e6ba010000000f055fc3b80f0000000f0500
      000000\
      """,
      0x18),
  AARCH64(
      "aarch64",
      183,
      """
      e90300aa2a0140f94b1d40f9cb031837480140f9408540a9428d41a9449542a9
      010000d44bb143a9ab001036800000b5e9030caa2a0140f9f4ffff174d2540f9
      4d0000b4a00100f98b0008361f000ceb60010054040000141ffc3fb103010054
      eb000037e00300cb2a0101a92a0540f9aa0000b43f0500f9e4ffff174a410191
      e2ffff17c0035fd6\
      """,
      """
      130aa0d2130082f26042009165000094e00f8052730240f9930300b4730240b9
      5303003414008052ff8302d16000e0d2001ed8f22000a0f2400080f2e04b00f9
      ff1300b9e80b80d2000080d2010080d2e2030091a30080d2040080d2010000d4
      e01340b9600100341f00136ba1feff5434060035e01f8052e10b40b93f040071
      41000054e01b40b9c80b80d2010000d4020080d2f40000343d000094e04340f9
      a00200eb8d040054e07f08a9e2030291281180d2e0430291010080d2030180d2
      010000d4f4fbff351f000071adfbff54000400513464a85294db9f720106d8d2
      2124c09a410100377424a052f4ac88726100e0d20118c0f2410080f22124c09a
      6100003714008052ceffff17e10180d21b000094210080d219000094410280d2
      170000941a000094f54340f9b56a0191c4ffff17881580d2010000d41f040071
      21010054c81180d220dcbf52a0d59b724102a552212d8372e203142a030080d2
      010000d4817e1853000080523f0c0171c0f8ff54a0108052c4ffff17281080d2
      e003132a010000d4c0035fd6280e80d2200080d2e1030291010000d4c0035fd6\
      """,
      """
      e00f1ff8080880d200010018e1030091220080d2010000d4ff430091c0035fd6
      681180d2010000d400000000\
      """,
      0x20);

  private final String javaName;
  private final int elfMachine;
  private final String walker;
  private final String stub;
  private final String signalHandler;
  private final int signalRestorer;

  Architecture(
      String javaName,
      int elfMachine,
      String walker,
      String stub,
      String signalHandler,
      int signalRestorer) {
    this.javaName = javaName;
    this.elfMachine = elfMachine;
    this.walker = walker;
    this.stub = stub;
    this.signalHandler = signalHandler;
    this.signalRestorer = signalRestorer;
  }

  /** The one that this Java runs on. */
  static Architecture current() {
    for (Architecture architecture : values()) {
      if (architecture.isCurrent()) {
        return architecture;
      }
    }
    throw new UnsupportedHost("this processor, " + System.getProperty("os.arch"));
  }

  boolean isCurrent() {
    return javaName.equals(System.getProperty("os.arch"));
  }

  /** Its number in ELF files; elf.h. */
  int elfMachine() {
    return elfMachine;
  }

  /** The machine code of the inner program. */
  byte[] walker() {
    return parse(walker);
  }

  /** The machine code of a {@link Stub}, which the walker's must follow. */
  byte[] stub() {
    return parse(stub);
  }

  /** The machine code of a signal handler; its last four bytes are the descriptor it writes to. */
  byte[] signalHandler() {
    return parse(signalHandler);
  }

  /** Where, in the signal handler, the code is by which it returns. */
  int signalRestorer() {
    return signalRestorer;
  }

  private static byte[] parse(String code) {
    return HexFormat.of().parseHex(code.replace("\n", ""));
  }
}
