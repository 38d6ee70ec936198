package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
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
    for (Architecture architecture : Architecture.values()) {
      assertEquals(assembled("walker", architecture), hex(architecture.walker()));
      assertEquals(assembled("stub", architecture), hex(architecture.stub()));
      assertEquals(assembled("signals", architecture), hex(architecture.signalHandler()));
    }
  }

  private String assembled(String source, Architecture architecture) throws IOException {
    String name = architecture.name().toLowerCase(Locale.ROOT);
    String object = directory.resolve("object").toString();
    Path code = directory.resolve("code");
    String file = SOURCES.resolve(source + "-" + name + ".s").toString();
    tools.run(name + "-linux-gnu-as", "-o", object, file).successfully();
    tools
        .run(name + "-linux-gnu-objcopy", "-O", "binary", "-j", ".text", object, code.toString())
        .successfully();
    return hex(Files.readAllBytes(code));
  }

  private static String hex(byte[] code) {
    return HexFormat.of().formatHex(code);
  }
}
