package jbuild.builder.output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import jbuild.builder.recipe.Recipe;

/** Identifiers that follow from the recipe, so that the same image has the same ones. */
final class RecipeIds {
  private RecipeIds() {}

  /** An identifier as RFC 9562 has it for digests of one's own choice: version 8. */
  static UUID of(Recipe recipe, String use) {
    String text =
        recipe.image().name() + "\n" + recipe.image().version().orElse("") + "\n" + use + "\n";
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.wrap(digest);
      long high = bytes.getLong() & ~0xF000L | 0x8000L;
      long low = bytes.getLong() & ~(3L << 62) | 1L << 63;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
