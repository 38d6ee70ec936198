package jbuild.builder.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import jbuild.builder.repository.Limits;
import jbuild.builder.repository.Proxies;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Asks web servers, by the proxies of the environment, and goes where they send us. */
final class Connection {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MOST_REDIRECTS = 5;
  private static final int USUAL_PORT = 3128;
  private static final String AUTHORIZATION = "Authorization";

  private final HttpClient client;
  private final Proxies proxies;

  Connection(Proxies proxies, boolean verified) {
    this.proxies = proxies;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Limits.USUAL.connecting())
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(new Selector(proxies));
    proxies.encryption().ifPresent(builder::sslContext);
    if (!verified) {
      builder.sslContext(trustingAnybody());
    }
    client = builder.build();
  }

  private static SSLContext trustingAnybody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnybodyTrust()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a request with what it needs for the address, but for who asks. */
  @FunctionalInterface
  interface Request {
    HttpRequest.Builder to(URI address);
  }

  /**
   * Sends a request. Who asks is told to this server alone, and never to one that it sends us to,
   * unless that is the same.
   *
   * @param authorization may be empty
   */
  HttpResponse<InputStream> send(URI address, Optional<String> authorization, Request request)
      throws IOException {
    URI next = address;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpRequest.Builder builder = request.to(next).setHeader("User-Agent", "jbuild");
      builder.timeout(Limits.USUAL.answer());
      if (authorization.isPresent() && isSameServer(address, next)) {
        builder.setHeader(AUTHORIZATION, authorization.get());
      }
      proxyLogin(next).ifPresent(login -> builder.setHeader("Proxy-Authorization", login));
      HttpResponse<InputStream> response = send(builder.build());
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      response.body().close();
      next = redirected(next, response.headers().firstValue("Location").orElse(""));
    }
    throw new IOException("the registry redirects again and again");
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return client.send(
          request,
          head ->
              HttpResponse.BodySubscribers.mapping(
                  HttpResponse.BodySubscribers.ofInputStream(),
                  body -> new GuardedStream(body, Limits.USUAL.silence())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(
          ExitStatus.INTERRUPTED, "cannot ask the registry", "interrupted", "run it again");
    }
  }

  static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && String.valueOf(one.getAuthority()).equals(other.getAuthority());
  }

  /** Where a server sends us: never from https to http, and never to a file of this host. */
  static URI redirected(URI from, String location) throws IOException {
    try {
      URI to = from.resolve(location);
      String scheme = String.valueOf(to.getScheme());
      boolean isSafe =
          scheme.equals("https") || scheme.equals("http") && scheme.equals(from.getScheme());
      if (isSafe && to.getHost() != null && !location.isEmpty()) {
        return to;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like any other place that we do not follow to.
    }
    throw new IOException("the registry redirects to a place that is not followed");
  }

  private Optional<String> proxyLogin(URI address) {
    Optional<String> login = proxies.proxyFor(address).map(URI::getUserInfo);
    if (login.isEmpty()) {
      return login;
    }
    byte[] bytes = login.get().getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  /** The proxies of the environment, as Java asks for them. */
  private static final class Selector extends ProxySelector {
    private final Proxies proxies;

    Selector(Proxies proxies) {
      this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI address) {
      Optional<URI> via = proxies.proxyFor(address);
      if (via.isEmpty()) {
        return List.of(Proxy.NO_PROXY);
      }
      int port = via.get().getPort() < 0 ? USUAL_PORT : via.get().getPort();
      SocketAddress place = InetSocketAddress.createUnresolved(via.get().getHost(), port);
      return List.of(new Proxy(Proxy.Type.HTTP, place));
    }

    @Override
    public void connectFailed(URI address, SocketAddress place, IOException failure) {
      // The request fails too, and says so.
    }
  }
}
