package jbuild.builder.oci.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Who somebody is to a registry. It is never shown. */
public record Login(String user, String password) {
  public Login {
    Objects.requireNonNull(user);
    Objects.requireNonNull(password);
  }

  /** Of what somebody has typed: {@code USER:PASSWORD}. */
  public static Login parse(String text) {
    return split(text)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.WRONG_USAGE,
                    "cannot log in",
                    "there is no colon between user and password",
                    "write --creds=USER:PASSWORD"));
  }

  static Optional<Login> split(String text) {
    int colon = text.indexOf(':');
    return colon > 0
        ? Optional.of(new Login(text.substring(0, colon), text.substring(colon + 1)))
        : Optional.empty();
  }

  /** As a header has it: RFC 7617. */
  String basic() {
    byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "***";
  }
}
