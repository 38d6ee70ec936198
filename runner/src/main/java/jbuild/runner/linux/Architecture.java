package jbuild.runner.linux;

import java.util.HexFormat;

/** What differs between the processors that jbuild runs on. */
enum Architecture {
  X86_64(
      "amd64",
      // src/main/asm/walker-x86_64.s, assembled; a test compares.
      """
      53554889fd488b5d00488b4338a8080f8585000000488b03488b7b08488b7310
      488b53184c8b53204c8b43284c8b4b300f05488b5338f6c204740f4885c0750a
      488b6b40488b5d00ebbf488b4b484885c97403488901f6c2027408483b434074
      30eb0d483d01f0ffff7226f6c201752148895d1048f7d848894518488b5d0848
      85db741648c7450800000000e978ffffff4883c350e96fffffff488b45105d5b
      c3\
      """,
      // src/main/asm/signals-x86_64.s, likewise; then where its second part begins.
      """
      57b8010000008b3d130000004889e6ba010000000f055fc3b80f0000000f
      0500000000\
      """,
      0x18);

  private final String javaName;
  private final String walker;
  private final String signalHandler;
  private final int signalRestorer;

  Architecture(String javaName, String walker, String signalHandler, int signalRestorer) {
    this.javaName = javaName;
    this.walker = walker;
    this.signalHandler = signalHandler;
    this.signalRestorer = signalRestorer;
  }

  /** The one that this Java runs on. */
  static Architecture current() {
    String name = System.getProperty("os.arch");
    for (Architecture architecture : values()) {
      if (architecture.javaName.equals(name)) {
        return architecture;
      }
    }
    throw new UnsupportedHost("this processor, " + name);
  }

  /** The machine code of the inner program. */
  byte[] walker() {
    return parse(walker);
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
