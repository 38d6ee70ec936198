package jbuild.builder.repository;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import jbuild.builder.text.Unwritable;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** Says what went wrong between us and a mirror, and what to do about it. */
final class FetchFailures {
  /** Of an address of this host. */
  static final String DIRECTORY = "it is a directory";

  private static final String UNAUTHORIZED = "the mirror answers 401";
  private static final String OTHER_MIRROR = "try again later, or name another mirror";

  private FetchFailures() {}

  static NetworkFailure missing(URI address) {
    return missing(address, new FileNotFoundException());
  }

  static NetworkFailure missing(URI address, Exception cause) {
    return new NetworkFailure(
        "cannot fetch " + Mirrors.shown(address),
        "the mirror does not have it",
        "check the mirror's address; a mirror in the middle of an update has it a little later",
        cause);
  }

  static Failure interrupted(URI address) {
    return new Failure(
        ExitStatus.INTERRUPTED,
        "cannot fetch " + Mirrors.shown(address),
        "interrupted",
        "run it again");
  }

  /** After the last try. A problem of this host, such as a full disk, is not the network's. */
  static Failure explain(URI address, Proxies proxies, int tries, IOException cause) {
    Optional<URI> proxy =
        "file".equals(address.getScheme()) ? Optional.empty() : proxies.proxyFor(address);
    String host = proxy.orElse(address).getHost();
    String way = proxy.map(via -> "the proxy " + host).orElse(String.valueOf(host));
    String often = tries > 1 ? " (tried " + tries + " times)" : "";
    return new NetworkFailure(
        "cannot fetch " + Mirrors.shown(address),
        reason(cause, way) + often,
        isDirectory(cause) ? "name a file in it" : fix(cause, proxy.isPresent()),
        cause);
  }

  private static boolean isDirectory(IOException cause) {
    return DIRECTORY.equals(cause.getMessage());
  }

  private static String reason(IOException cause, String way) {
    if (cause instanceof UnknownHostException) {
      return "the name of " + way + " cannot be resolved";
    } else if (cause instanceof SocketTimeoutException) {
      return way + " does not answer in time";
    } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return way + " cannot be reached: " + cause.getMessage();
    }
    return cause instanceof SSLException
        ? "the encrypted connection to " + way + " fails: " + cause.getMessage()
        : Reasons.of(cause);
  }

  private static String fix(IOException cause, boolean proxied) {
    if (cause instanceof SSLException) {
      return "name the file with its authority in SSL_CERT_FILE, if it is one that you know";
    } else if (String.valueOf(cause.getMessage()).startsWith(UNAUTHORIZED)) {
      return "write a name and a password for it into the file that NETRC names, or ~/.netrc";
    }
    if (cause instanceof UnknownHostException) {
      return proxied
          ? "correct or unset http_proxy and https_proxy"
          : "check the network and the name, or name another mirror";
    } else if (cause instanceof WrongContent) {
      return "see whether a proxy or a login page stands between; else name another mirror";
    }
    return OTHER_MIRROR;
  }

  /** A file of the cache could not be written. */
  static Failure unwritable(Object path, IOException cause) {
    return Unwritable.inCache(path, cause);
  }
}
