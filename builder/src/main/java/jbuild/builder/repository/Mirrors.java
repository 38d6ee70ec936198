package jbuild.builder.repository;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Addresses of mirrors. */
public final class Mirrors {
  private static final Set<String> SCHEMES = Set.of("http", "https", "file");

  private static final Pattern USER = Pattern.compile("^(\\w+://)?[^/@]*@");

  private Mirrors() {}

  /** The address, or nothing when it is not one that packages can be fetched from. */
  public static Optional<URI> parse(String text) {
    try {
      URI mirror = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean placed =
          "file".equals(mirror.getScheme()) ? mirror.getPath() != null : mirror.getHost() != null;
      return Optional.of(mirror).filter(any -> placed && SCHEMES.contains(any.getScheme()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether a finished system can use it too, wherever that is: it is no directory of this host,
   * and has no password in it.
   */
  public static boolean isForAll(URI mirror) {
    return !"file".equals(mirror.getScheme()) && mirror.getRawUserInfo() == null;
  }

  /** For people and logs: without the passwords that an address may have, also in its query. */
  public static String shown(URI address) {
    String text = address.toString();
    int query = text.indexOf('?');
    return shown(query < 0 ? text : text.substring(0, query));
  }

  /** The same, of what may be none. */
  public static String shown(String address) {
    return USER.matcher(address).replaceFirst("$1");
  }

  /** A path of a mirror; special characters in it are not part of the address's syntax. */
  public static URI below(URI mirror, String path) {
    try {
      String place = mirror.getPath() + "/" + path;
      // As file:/path and not file:///path, Java's own form: it prints the same everywhere.
      return new URI(
          mirror.getScheme(), mirror.getRawAuthority(), place.replace("//", "/"), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
