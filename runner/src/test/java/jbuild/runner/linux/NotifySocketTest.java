package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifySocketTest {
  private static final int OURSELVES = (int) ProcessHandle.current().pid();

  @TempDir Path directory;
  private Fd place;
  private NotifySocket manager;
  private String address;

  @BeforeEach
  void makeASocket() {
    place = Descriptors.onHost(BytePath.of(directory.toString()));
    manager = NotifySocket.in(place, "manager");
    address = directory.resolve("manager").toString();
  }

  @AfterEach
  void close() {
    manager.close();
    place.close();
  }

  @Test
  void passesDescriptorsAlong() throws IOException {
    BytePath one = BytePath.of(Files.writeString(directory.resolve("one"), "1").toString());
    BytePath other = BytePath.of(Files.writeString(directory.resolve("other"), "2").toString());
    try (Fd first = Descriptors.onHost(one, Descriptors.O_RDONLY);
        Fd second = Descriptors.onHost(other, Descriptors.O_RDONLY)) {
      NotifySocket.send(address, "FDSTORE=1\nFDNAME=two", List.of(first, second));
    }

    try (NotifySocket.Message message = manager.receive(OURSELVES).orElseThrow()) {
      assertEquals("FDSTORE=1\nFDNAME=two", message.text());
      assertEquals(2, message.passed().size());
      assertEquals("1", new String(Contents.read(message.passed().get(0), 9)));
      assertEquals("2", new String(Contents.read(message.passed().get(1), 9)));
    }
  }

  @Test
  void takesNothingFromOthers() {
    NotifySocket.send(address, "FDSTORE=1", List.of(place));

    assertEquals(
        new NotifySocket.Message("", List.of()), manager.receive(OURSELVES + 1).orElseThrow());
  }
}
