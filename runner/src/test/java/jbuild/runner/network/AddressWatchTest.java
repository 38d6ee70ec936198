package jbuild.runner.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.NamespaceNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class AddressWatchTest {
  private static final int TIMES = 300;

  private final OwnNetwork machine = new OwnNetwork();
  private final NamespaceNetwork network = NamespaceNetwork.of(machine.namespace());
  private final BlockingQueue<List<InetAddress>> told = new LinkedBlockingQueue<>();
  private Link link;

  @BeforeEach
  void makeALink() {
    link = network.links().createBridge("lan");
    network.links().setUp(link);
  }

  @AfterEach
  void end() {
    network.close();
    machine.close();
  }

  @Test
  @SuppressWarnings("try") // The watch is there only to tell.
  void tellsOfAnAddressThatComesLater() throws Exception {
    InetAddress address = InetAddress.getByName("192.0.2.7");
    try (AddressWatch watch = AddressWatch.start(machine.namespace(), told::add)) {
      assertEquals(List.of(), told.poll(5, TimeUnit.SECONDS));

      network.addresses().add(link, address, 24, 0);

      assertEquals(List.of(address), told.poll(5, TimeUnit.SECONDS));
    }
  }

  @Test
  @SuppressWarnings("try") // The watch is there only to tell.
  void looksAFewTimesOnlyAtAddressesThatComeAndGo() throws Exception {
    InetAddress flapping = InetAddress.getByName("192.0.2.7");
    InetAddress last = InetAddress.getByName("192.0.2.8");
    long start = System.nanoTime();
    int looks = 1;
    try (AddressWatch watch = AddressWatch.start(machine.namespace(), told::add)) {
      for (int count = 0; count < TIMES; count++) {
        network.addresses().add(link, flapping, 24, 0);
        network.addresses().remove(link, flapping, 24);
      }
      network.addresses().add(link, last, 24, 0);
      while (!List.of(last).equals(told.poll(5, TimeUnit.SECONDS))) {
        looks++;
      }
    }
    long pauses = (System.nanoTime() - start) / TimeUnit.MILLISECONDS.toNanos(50);
    assertTrue(looks <= pauses + 2, looks + " looks in " + pauses + " pauses");
  }
}
