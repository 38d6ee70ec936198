package jbuild.runner.linux;

import com.sun.jna.Platform;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The native half of JNA. */
public final class NativeCode {
  private static final String NAME = "libjnidispatch.so";

  private NativeCode() {}

  /** Loads it on a thread of its own, for who has other things to do before the first call. */
  public static void loadAhead() {
    Thread thread =
        new Thread("native code") {
          @Override
          public void run() {
            try {
              OwnProcess.pid();
            } catch (LinkageError e) {
              // Whoever makes the first call meets it too, and can say so.
              return;
            }
          }
        };
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Unpacks it once, into a directory that {@code jna.boot.library.path} names at later starts: JNA
   * unpacks it at every start otherwise.
   */
  public static void unpackInto(Path directory) throws IOException {
    String packed = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + NAME;
    try (InputStream in = Platform.class.getResourceAsStream(packed)) {
      if (in == null) {
        throw new FileNotFoundException(packed);
      }
      // Aside first: another jbuild may be loading the file.
      Path aside = Files.createTempFile(directory, NAME, ".new");
      Files.copy(in, aside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(aside, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
