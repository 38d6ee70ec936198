package jbuild.builder.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.oci.Json;

/** Tells a registry who asks, in the way that it wants to be told. */
final class Access {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int LONGEST_TOKEN = 1 << 20;

  private final String what;
  private final Connection connection;
  private final Optional<Login> login;
  private final boolean plain;
  private Optional<String> authorization = Optional.empty();

  /**
   * @param what somebody wants to do, for messages
   * @param plain whether logins may go over connections that others can read
   */
  Access(String what, Connection connection, Optional<Login> login, boolean plain) {
    this.what = what;
    this.connection = connection;
    this.login = login;
    this.plain = plain;
  }

  /**
   * Sends a request, if need be a second time after the registry has said what it wants to know.
   *
   * @param scope what is to be allowed
   */
  HttpResponse<InputStream> send(URI address, String scope, Connection.Request request)
      throws IOException {
    HttpResponse<InputStream> response = connection.send(address, authorization, request);
    // Another server that we were sent to has no right to ask who we are.
    boolean isAsked =
        response.statusCode() == UNAUTHORIZED && Connection.isSameServer(address, response.uri());
    if (!isAsked) {
      return response;
    }
    Optional<Challenge> challenge =
        Challenge.best(response.headers().allValues("WWW-Authenticate"));
    Optional<String> answer = Optional.empty();
    if (challenge.isPresent()) {
      answer =
          challenge.get().scheme().equals("basic")
              ? login.map(Login::basic)
              : Optional.of("Bearer " + token(address, challenge.get(), scope));
    }
    if (answer.isEmpty()) {
      return response;
    }
    response.body().close();
    authorization = answer;
    return connection.send(address, authorization, request);
  }

  HttpResponse<InputStream> sendAnonymously(URI address, Connection.Request request)
      throws IOException {
    return connection.send(address, Optional.empty(), request);
  }

  private String token(URI registry, Challenge challenge, String scope) throws IOException {
    URI address = realm(registry, challenge, scope);
    HttpResponse<InputStream> response =
        connection.send(address, login.map(Login::basic), to -> HttpRequest.newBuilder(to).GET());
    try (InputStream body = response.body()) {
      if (response.statusCode() != OK) {
        throw RegistryFailure.status(what, response.statusCode(), "no token for " + scope);
      }
      Object answer = Json.parse(body.readNBytes(LONGEST_TOKEN));
      if (answer instanceof Map<?, ?> map) {
        for (String name : new String[] {"token", "access_token"}) {
          if (map.get(name) instanceof String token && token.matches("[!-~]+")) {
            return token;
          }
        }
      }
    } catch (Json.Broken e) {
      // Reported below, like an answer without a token.
    }
    throw new RegistryFailure(what, "the registry's server of tokens gave none", "try again later");
  }

  /** A registry may send us anywhere for a token, but not a password over a plain connection. */
  private URI realm(URI registry, Challenge challenge, String scope) throws IOException {
    Map<String, String> query = new LinkedHashMap<>();
    challenge.parameter("service").ifPresent(service -> query.put("service", service));
    query.put("scope", challenge.parameter("scope").orElse(scope));
    try {
      URI realm = registry.resolve(challenge.parameter("realm").orElse(""));
      if (realm.getHost() != null && isSafe(registry, realm)) {
        return withQuery(realm, query);
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw new IOException("the registry's server of tokens has an address that is not followed");
  }

  /** Who allowed a plain connection to one registry did not allow it to whom that sends us. */
  private boolean isSafe(URI registry, URI realm) {
    boolean isNear =
        ImageReference.isLocal(realm.getHost())
            || realm.getHost().equalsIgnoreCase(registry.getHost());
    return "https".equals(realm.getScheme()) || plain && isNear && "http".equals(realm.getScheme());
  }

  /** The address with more parameters. */
  static URI withQuery(URI address, Map<String, String> query) {
    StringBuilder text = new StringBuilder(address.toString());
    String separator = address.getRawQuery() == null ? "?" : "&";
    for (Map.Entry<String, String> entry : query.entrySet()) {
      text.append(separator).append(entry.getKey()).append('=');
      text.append(URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8));
      separator = "&";
    }
    return URI.create(text.toString());
  }
}
