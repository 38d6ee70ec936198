package jbuild.builder.oci.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import javax.net.ssl.SSLException;
import jbuild.builder.oci.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** A registry did not do what it was asked for. */
public final class RegistryFailure extends Failure {
  private static final long serialVersionUID = 1L;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  RegistryFailure(String what, String why, String fix) {
    super(ExitStatus.NETWORK, what, why, fix);
  }

  RegistryFailure(String what, IOException cause) {
    super(
        ExitStatus.NETWORK,
        what,
        reason(cause),
        "look at the network, then try again",
        List.of(),
        cause);
  }

  /** Of an answer that is a refusal. */
  static RegistryFailure status(String what, int status, String said) {
    String words = said.isEmpty() ? "" : ": " + Shown.text(said);
    String fix =
        switch (status) {
          case UNAUTHORIZED, FORBIDDEN ->
              "check the name, and log in: --creds=USER:PASSWORD, or a file of podman or docker"
                  + " login (helper programs are not asked)";
          case NOT_FOUND -> "check the name and the tag";
          default -> "try again later";
        };
    return new RegistryFailure(what, "the registry answers " + status + words, fix);
  }

  private static String reason(IOException cause) {
    if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
      boolean isUnknown = has(cause, UnknownHostException.class) || unresolved(cause);
      return isUnknown
          ? "the name of the registry cannot be resolved"
          : "the registry cannot be reached";
    } else if (cause instanceof HttpTimeoutException) {
      return "the registry does not answer in time";
    } else if (cause instanceof SSLException) {
      return "the connection is not secure: " + cause.getMessage();
    }
    return Reasons.of(cause);
  }

  private static boolean unresolved(Throwable cause) {
    return has(cause, UnresolvedAddressException.class);
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    Throwable cause = thrown;
    while (cause != null) {
      if (type.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
