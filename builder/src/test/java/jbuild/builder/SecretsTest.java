package jbuild.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path cache;

  @Test
  void marksStandForUsersAndPasswordsInAddresses() {
    String text = "mirror=https://ada:secret@mirror.example/debian, other=http://mirror.example";

    String sealed = sealed(text);

    assertFalse(sealed.contains("secret"), sealed);
    assertTrue(sealed.contains("@mirror.example/debian, other=http://mirror.example"), sealed);
    assertEquals(sealed, sealed(text));
    assertNotEquals(sealed, sealed(text.replace("secret", "other")));
  }

  private String sealed(String text) {
    return new Secrets(new SecretSeal(cache), Map.of()).sealed(text);
  }
}
