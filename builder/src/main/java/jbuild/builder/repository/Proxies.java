package jbuild.builder.repository;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Opens connections the way the environment says: {@code http_proxy}, {@code no_proxy}. */
public final class Proxies {
  private static final int USUAL_PORT = 3128;

  static {
    // Java refuses to send a password to a proxy of an https address unless this is empty, and
    // reads it once: before the first connection.
    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
  }

  private final Map<String, String> environment;
  private final Credentials credentials;

  public Proxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.credentials = new Credentials(environment);
  }

  /** A connection that says of us what the server wants to know. */
  HttpURLConnection open(URI address) throws IOException {
    HttpURLConnection connection = plainly(address);
    if (connection instanceof HttpsURLConnection encrypted) {
      credentials
          .encryption()
          .ifPresent(context -> encrypted.setSSLSocketFactory(context.getSocketFactory()));
    }
    credentials
        .authorization(address)
        .ifPresent(value -> connection.setRequestProperty("Authorization", value));
    return connection;
  }

  /** How connections are encrypted, when that is not as usual. */
  public Optional<SSLContext> encryption() {
    return credentials.encryption();
  }

  private HttpURLConnection plainly(URI address) throws IOException {
    Optional<URI> proxy = proxyFor(address);
    if (proxy.isEmpty()) {
      return (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
    }
    URI via = proxy.get();
    int port = via.getPort() < 0 ? USUAL_PORT : via.getPort();
    // Resolved here, by us: an unresolved address would be reported as the mirror's.
    Proxy http = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(via.getHost(), port));
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(http);
    if (via.getUserInfo() != null) {
      connection.setAuthenticator(new Password(via.getUserInfo()));
    }
    return connection;
  }

  /** The proxy's address, or nothing where the mirror is asked directly. */
  public Optional<URI> proxyFor(URI address) {
    String name = address.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
    // HTTP_PROXY in capitals is what a web server gives a CGI program: it is not ours to trust.
    String shouted = name.equals("http_proxy") ? "" : value(name.toUpperCase(Locale.ROOT));
    String proxy = value(name).isEmpty() ? shouted : value(name);
    return proxy.isEmpty() || isExempt(address.getHost())
        ? Optional.empty()
        : Optional.of(parse(name, proxy));
  }

  /** The address of a proxy without the name and the password that it may have. */
  public static URI plain(URI proxy) {
    int port = proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
    return URI.create(proxy.getScheme() + "://" + proxy.getHost() + ":" + port);
  }

  private boolean isExempt(String host) {
    String exempt = value("no_proxy").isEmpty() ? value("NO_PROXY") : value("no_proxy");
    return Arrays.stream(exempt.split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.startsWith(".") ? word.substring(1) : word)
        .anyMatch(word -> word.equals("*") || host.equals(word) || host.endsWith("." + word));
  }

  private String value(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  private static URI parse(String name, String text) {
    try {
      URI proxy = URI.create(text.contains("://") ? text : "http://" + text);
      if (proxy.getHost() != null && "http".equals(proxy.getScheme())) {
        return proxy;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, like an address without a host.
    }
    throw new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use the proxy in " + name,
        "it is '" + Mirrors.shown(text) + "' instead of an address",
        "set it to http://HOST:PORT, or unset it");
  }

  private static final class Password extends Authenticator {
    private final String[] userAndPassword;

    Password(String userInfo) {
      this.userAndPassword = userInfo.split(":", 2);
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      String password = userAndPassword.length > 1 ? userAndPassword[1] : "";
      return new PasswordAuthentication(userAndPassword[0], password.toCharArray());
    }
  }
}
