package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.builder.archive.Archives;
import jbuild.builder.archive.Compression;
import jbuild.builder.archive.Limits;
import jbuild.tools.Finished;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** File capabilities, as the programs that everybody has set and see them. */
@Tag("root")
@Tag("beside")
class CapabilityIT {
  private static final String CAPABILITY = "cap_net_bind_service=ep";

  private final ToolsImage tools = ToolsImage.get();
  private final ToolsImage formats = ToolsImage.of("test-images/formats.toml");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Compression.class)
  void surviveAnArchiveOfOursInGnuTarAndInJbuild(Compression compression) throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    String program = Files.writeString(tree.resolve("program"), "#!/bin/sh\n").toString();
    succeed("setcap", CAPABILITY, program);
    Path archive = directory.resolve("archive.tar" + compression.suffix());

    Archives.write(tree, archive, compression, notice -> {});
    String theirs = Files.createDirectory(directory.resolve("theirs")).toString();
    String readable = expanded(archive, compression).toString();
    succeed("tar", "--xattrs-include=*", "-xpf", readable, "-C", theirs);
    Path ours = Files.createDirectory(directory.resolve("ours"));
    Archives.extract(archive, ours, Limits.STANDARD, notice -> {});

    assertEquals(theirs + "/program " + CAPABILITY, succeed("getcap", theirs + "/program"));
    assertEquals(ours + "/program " + CAPABILITY, succeed("getcap", ours + "/program"));
  }

  /** GNU tar calls programs that another image has, and none at all for LZ4. */
  private Path expanded(Path archive, Compression compression) {
    Path plain = directory.resolve("archive.tar");
    switch (compression) {
      case BZIP2 -> formats.run("bunzip2", "--keep", archive.toString()).successfully();
      case LZ4 -> formats.run("lz4", "-dq", archive.toString(), plain.toString()).successfully();
      default -> {
        return archive;
      }
    }
    return plain;
  }

  private String succeed(String... command) {
    Finished finished = tools.run(command).successfully();
    return finished.output().strip();
  }
}
