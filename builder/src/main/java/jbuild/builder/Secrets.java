package jbuild.builder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;
import jbuild.builder.digest.Unreadable;
import jbuild.builder.recipe.Password;

/**
 * What a build depends on and nobody may find out.
 *
 * @param environment where passwords may be
 */
record Secrets(SecretSeal seal, Map<String, String> environment) {
  private static final Pattern USER = Pattern.compile("://([^/\\s]+)@");

  Secrets {
    environment = Map.copyOf(environment);
  }

  /** The text, with marks in place of the users and passwords that addresses in it have. */
  String sealed(String text) {
    return USER.matcher(text)
        .replaceAll(found -> "://" + seal.of(found.group(1).getBytes(UTF_8)) + "@");
  }

  /** Differs for another password, and says nothing else of it. */
  String mark(Password password) {
    if (password instanceof Password.Hashed hashed) {
      return seal.of(hashed.hash().getBytes(UTF_8));
    }
    if (password instanceof Password.FromEnvironment from) {
      return seal.of(environment.getOrDefault(from.variable(), "").getBytes(UTF_8));
    }
    if (password instanceof Password.FromFile from) {
      try {
        return seal.of(Files.readAllBytes(from.file()));
      } catch (IOException e) {
        // The build will say so; until then such a recipe is like no other.
        return Unreadable.mark();
      }
    }
    return password.toString();
  }

  /** Values of variables can be secrets. */
  @Override
  public String toString() {
    return "Secrets";
  }
}
