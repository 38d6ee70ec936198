package jbuild.builder.transfer;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a download is: a file on a server or of this host. */
public record PullAddress(URI uri) {
  private static final Set<String> SCHEMES = Set.of("http", "https", "file");
  private static final List<String> COMPRESSIONS =
      List.of(".xz", ".gz", ".bz2", ".zst", ".lz4", ".tgz", ".txz", ".tbz2");
  private static final List<String> FORMATS = List.of(".tar", ".raw", ".qcow2", ".img");

  public PullAddress {
    if (!isUsable(uri)) {
      throw new IllegalArgumentException("not to be downloaded: " + uri);
    }
  }

  /** The address; empty when it is none of a file that could be fetched. */
  public static Optional<PullAddress> of(String text) {
    try {
      return Optional.of(new URI(text)).filter(PullAddress::isUsable).map(PullAddress::new);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isUsable(URI uri) {
    if (uri.getRawPath() == null || !SCHEMES.contains(String.valueOf(uri.getScheme()))) {
      return false;
    }
    boolean isFile = "file".equals(uri.getScheme());
    boolean placed =
        isFile
            ? uri.getRawAuthority() == null && uri.getRawQuery() == null
            : uri.getHost() != null && !uri.getHost().isEmpty();
    return placed && uri.getRawFragment() == null && !last(uri).isEmpty();
  }

  private static String last(URI uri) {
    String path = uri.getRawPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What the file is called. */
  public String fileName() {
    // A plus is one in paths; only forms make it a blank.
    return URLDecoder.decode(last(uri).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The same without the endings that say how it is packed: the name of the image. */
  public String imageName() {
    return stem(fileName());
  }

  private static String stem(String name) {
    return without(without(name, COMPRESSIONS), FORMATS);
  }

  private static String without(String name, List<String> endings) {
    for (String ending : endings) {
      if (name.endsWith(ending) && name.length() > ending.length()) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  /** Another file in the same directory. What was asked of the first is not asked of it. */
  URI beside(String name) {
    try {
      String path = uri.getRawPath();
      String directory = path.substring(0, path.lastIndexOf('/') + 1);
      String escaped = new URI(null, null, "/" + name, null).getRawPath().substring(1);
      String place = directory + escaped;
      return "file".equals(uri.getScheme())
          ? new URI("file:" + place)
          : new URI(uri.getScheme() + "://" + uri.getRawAuthority() + place);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same without the login of who asks. */
  String withoutLogin() {
    return uri.toString().replaceFirst("^(\\w+://)[^/@]*@", "$1");
  }

  /** For people: without a password that it may have, also one that is a part of its query. */
  @Override
  public String toString() {
    String text = withoutLogin();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }
}
