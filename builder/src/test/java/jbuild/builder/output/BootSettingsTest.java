package jbuild.builder.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import jbuild.builder.recipe.Recipe;
import org.junit.jupiter.api.Test;

class BootSettingsTest {
  @Test
  void sayNothingWhenTheRecipeDoesNot() {
    assertEquals("", BootSettings.text(Recipe.Boot.STANDARD));
  }

  @Test
  void sayAllThatTheRecipeDoes() {
    Recipe.Boot boot =
        new Recipe.Boot(
            Optional.of("veth"),
            List.of("8080:80", "udp:53"),
            Optional.of("lab"),
            List.of("192.0.2.1", "2001:db8::1"),
            Optional.of("10.10.0.2"));

    assertEquals(
        """

        [Network]
        VirtualEthernet=yes
        Zone=lab
        Port=8080:80
        Port=udp:53

        [X-Jbuild]
        Address=10.10.0.2
        DNS=192.0.2.1
        DNS=2001:db8::1
        """,
        BootSettings.text(boot));
  }

  @Test
  void nameTheNetworkInWordsOfSystemd() {
    assertEquals("\n[Network]\nPrivate=no\n", BootSettings.text(network("host")));
    assertEquals("\n[Network]\nPrivate=yes\n", BootSettings.text(network("none")));
  }

  private static Recipe.Boot network(String name) {
    return new Recipe.Boot(
        Optional.of(name), List.of(), Optional.empty(), List.of(), Optional.empty());
  }
}
