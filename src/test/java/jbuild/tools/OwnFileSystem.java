package jbuild.tools;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.LoopDevices;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Namespaces;

/** A file system of a kind that the host need not have, which only one thread of a test sees. */
public record OwnFileSystem(Path file, Path place, String type, Map<String, String> options) {
  /** What a test does there; its failure is the test's. */
  @FunctionalInterface
  public interface Body {
    void run() throws Exception;
  }

  /** Makes it in a file, which takes no more than what is written to it. */
  public static OwnFileSystem make(Path directory, String type, String... words) {
    return make(directory, type, 320L << 20, words);
  }

  /** The same, with this size. */
  public static OwnFileSystem make(Path directory, String type, long size, String... words) {
    Path file = directory.resolve(type + ".img");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(size);
      Path place = Files.createDirectories(directory.resolve(type));
      List<String> command = new ArrayList<>(List.of("mkfs." + type));
      command.addAll(List.of(words));
      command.add(file.toString());
      ToolsImage.of("test-images/formats.toml").run(command.toArray(String[]::new)).successfully();
      return new OwnFileSystem(file, place, type, Map.of());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The same, mounted with these options. */
  public OwnFileSystem mounted(Map<String, String> others) {
    return new OwnFileSystem(file, place, type, others);
  }

  /** Runs the body on a thread that has it at the place. */
  public void run(Body body) throws Exception {
    onThread(
        () -> {
          Namespaces.leaveMounts();
          try (Fd whole = Descriptors.onHost(path(file), Descriptors.O_RDWR);
              Fd device = LoopDevices.attach(whole, 0, 0, false);
              Fd tree = Mounts.create(type, device.name(), options, Set.of());
              Fd target = Descriptors.onHost(path(place))) {
            Mounts.attach(tree, target);
          }
          body.run();
        });
  }

  /** Runs the body on a thread of its own: what it does to its mounts stays there. */
  public static void onThread(Body body) throws Exception {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
                end.complete(true);
              } catch (Exception | AssertionError e) {
                end.completeExceptionally(e);
              }
            });
    thread.start();
    thread.join();
    try {
      end.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().toString(), e.getCause());
    }
  }

  private static BytePath path(Path path) {
    return BytePath.of(path.toString());
  }
}
