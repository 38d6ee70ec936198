package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.pool.Pool;
import jbuild.runner.image.pool.PoolFile;
import jbuild.runner.image.pool.PoolMaker;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class PoolIT {
  private static final int MACHINES = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path directory;
  private PoolFile pool;
  private Map<String, String> environment;

  @BeforeEach
  void makeAPool() throws IOException {
    pool = new PoolFile(directory.resolve("machines"));
    environment =
        Map.of(
            "JBUILD_MACHINES",
            pool.directory().toString(),
            "JBUILD_RUNTIME",
            directory.resolve("run").toString());
    new PoolMaker(pool)
        .make(
            256 << 20,
            OptionalLong.of(512 << 20),
            file ->
                ToolsImage.of("test-images/formats.toml")
                    .run("mkfs.btrfs", "-q", file.toString())
                    .successfully());
    Path tree = Files.createDirectories(directory.resolve("tree/usr")).getParent();
    for (String name : List.of("bin", "lib", "lib64")) {
      Files.createSymbolicLink(tree.resolve(name), Path.of("usr", name));
    }
    assertEquals(0, jbuild("import-fs", "--quiet", tree.toString(), "image").status());
  }

  @Test
  void hasOneDeviceForAllAndNothingIsLeftOfThoseThatAreKilled() throws Exception {
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < MACHINES; i++) {
      running.add(start("pool-it-" + i));
    }
    for (Process each : running) {
      assertEquals("started", reader(each).readLine());
    }
    assertEquals(1, devices());
    assertEquals(0, pool.directory().toFile().list().length);

    for (Process each : running) {
      each.destroyForcibly().waitFor();
    }

    Jbuild.Result next = jbuild(words("pool-it-next", "exit 7"));
    assertEquals(7, next.status(), next.err());
    assertTrue(next.err().contains("(snapshot)"), next.err());
    awaitNoDevice();
    try (Pool opened = Pool.open(pool);
        ImageTree files = opened.files()) {
      assertEquals(List.of("image"), files.list("."));
    }
  }

  private Process start(String machine) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Jbuild.words(words(machine, "echo started; read forever")));
    builder.environment().putAll(environment);
    return OwnNetwork.start(builder.redirectError(ProcessBuilder.Redirect.DISCARD));
  }

  private static String[] words(String machine, String script) {
    return new String[] {
      "run",
      "--ephemeral",
      "--machine=" + machine,
      "--bind-ro=/usr",
      "image",
      "--",
      "/bin/sh",
      "-c",
      script
    };
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private Jbuild.Result jbuild(String... words) {
    return Jbuild.run(directory, environment, Jbuild.words(words));
  }

  private void awaitNoDevice() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (devices() > 0) {
      assertTrue(System.nanoTime() < end, "the loop device stays");
    }
  }

  /** As the kernel names the files of loop devices. */
  private long devices() throws IOException {
    long count = 0;
    try (Stream<Path> blocks = Files.list(Path.of("/sys/block"))) {
      for (Path block : blocks.toList()) {
        Path backing = block.resolve("loop/backing_file");
        if (Files.exists(backing)
            && Files.readString(backing).strip().equals(pool.file().toString())) {
          count++;
        }
      }
    }
    return count;
  }
}
