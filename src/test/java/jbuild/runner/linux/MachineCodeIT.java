package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import jbuild.tools.BuiltImages;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the package of what it looks at, but here: an assembler takes an image that jbuild builds. */
@Tag("root")
class MachineCodeIT {
  private static final Path SOURCES = BuiltImages.PROJECT.resolve("runner/src/main/asm");

  private final ToolsImage tools = ToolsImage.get().showing(SOURCES);

  @TempDir Path directory;

  @Test
  void isWhatItsSourceSays() throws IOException {
    assertEquals(assembled("walker-x86_64.s"), hex(Architecture.X86_64.walker()));
    assertEquals(assembled("signals-x86_64.s"), hex(Architecture.X86_64.signalHandler()));
  }

  private String assembled(String source) throws IOException {
    String object = directory.resolve("object").toString();
    Path code = directory.resolve("code");
    tools.run("as", "-o", object, SOURCES.resolve(source).toString()).successfully();
    tools.run("objcopy", "-O", "binary", "-j", ".text", object, code.toString()).successfully();
    return hex(Files.readAllBytes(code));
  }

  private static String hex(byte[] code) {
    return HexFormat.of().formatHex(code);
  }
}
