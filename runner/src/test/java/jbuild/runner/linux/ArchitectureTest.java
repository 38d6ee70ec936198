package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/asm");

  @TempDir Path directory;

  @Test
  void hasTheMachineCodeThatItsSourceSays() throws Exception {
    assertEquals(assembled("walker-x86_64.s"), hex(Architecture.X86_64.walker()));
    assertEquals(assembled("signals-x86_64.s"), hex(Architecture.X86_64.signalHandler()));
  }

  private String assembled(String source) throws IOException, InterruptedException {
    Path object = directory.resolve("object");
    Path code = directory.resolve("code");
    run("as", "-o", object.toString(), SOURCES.resolve(source).toString());
    run("objcopy", "-O", "binary", "-j", ".text", object.toString(), code.toString());
    return hex(Files.readAllBytes(code));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  private static String hex(byte[] code) {
    return HexFormat.of().formatHex(code);
  }
}
