package jbuild.builder.repository;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import jbuild.builder.time.Deadline;

/**
 * Brings files from mirrors, over http, https or from a directory, with patience but not forever.
 */
public final class Fetcher {
  private static final int BLOCK = 1 << 16;
  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> OF_PARTS = Set.of(206, 416);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PERMANENT = Set.of(400, 401, 403, 404, 405, 407, 410, 451);

  private final Limits limits;
  private final Proxies proxies;

  public Fetcher(Limits limits, Proxies proxies) {
    this.limits = limits;
    this.proxies = proxies;
  }

  /** Takes what arrives. */
  @FunctionalInterface
  interface Sink {
    void write(byte[] block, int length) throws IOException;
  }

  /** One try to use what arrives; everything of an earlier try is forgotten. */
  @FunctionalInterface
  interface Attempt<T> {
    T use(Source source) throws IOException;
  }

  /** A file on its way. */
  @FunctionalInterface
  interface Source {
    /** Reads to the end, but never more than the given number of bytes. */
    void copyTo(Sink sink, long most) throws IOException;
  }

  /** A small file whose contents will be verified by other means. */
  byte[] small(URI address, int most) {
    return fetch(
        address,
        source -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          source.copyTo((block, length) -> bytes.write(block, 0, length), most);
          return bytes.toByteArray();
        });
  }

  /** The same; empty when it is not there. */
  public Optional<byte[]> find(URI address, int most) {
    try {
      return Optional.of(small(address, most));
    } catch (NetworkFailure failure) {
      if (failure.isAboutMissing()) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Brings the rest of a file, of which a part may be there; tries as long as more arrives. */
  public void fetch(URI address, Partial partial, long most) {
    int idle = 0;
    while (true) {
      long before = partial.length();
      try {
        new Continuation(this, partial, most).once(address);
        return;
      } catch (FileNotFoundException | NoSuchFileException e) {
        throw FetchFailures.missing(address, e);
      } catch (IOException e) {
        idle = partial.length() - before >= BLOCK ? 1 : idle + 1;
        if (idle >= limits.tries() || e instanceof Refused) {
          throw FetchFailures.explain(address, proxies, idle, e);
        }
        pause(address, limits.pause().multipliedBy(idle));
      }
    }
  }

  /** Tries until an attempt succeeds, as often as the limits allow. */
  <T> T fetch(URI address, Attempt<T> attempt) {
    for (int tried = 1; ; tried++) {
      try {
        return attempt.use((sink, most) -> copy(address, sink, most));
      } catch (FileNotFoundException | NoSuchFileException e) {
        throw FetchFailures.missing(address, e);
      } catch (IOException e) {
        if (tried >= limits.tries() || e instanceof Refused) {
          throw FetchFailures.explain(address, proxies, tried, e);
        }
        pause(address, limits.pause().multipliedBy(tried));
      }
    }
  }

  private void copy(URI address, Sink sink, long most) throws IOException {
    if ("file".equals(address.getScheme())) {
      try (InputStream in = Files.newInputStream(Path.of(address))) {
        copy(in, sink, most);
      }
      return;
    }
    HttpURLConnection connection = connect(address, Map.of());
    try (InputStream in = connection.getInputStream()) {
      copy(in, sink, most);
    } catch (IOException e) {
      // What is left of this answer must not be taken for the next one.
      connection.disconnect();
      throw e;
    }
  }

  /** An answer with a file or, where the headers ask for it, with a part or without one. */
  HttpURLConnection connect(URI address, Map<String, String> headers) throws IOException {
    URI next = address;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpURLConnection connection = proxies.open(next);
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout((int) limits.connecting().toMillis());
      connection.setReadTimeout((int) limits.silence().toMillis());
      connection.setRequestProperty("User-Agent", "jbuild");
      connection.setRequestProperty("Accept", "*/*");
      headers.forEach(connection::setRequestProperty);
      int status = status(connection);
      if (!REDIRECTS.contains(status)) {
        if (headers.isEmpty() || !OF_PARTS.contains(status)) {
          check(connection, status);
        }
        return connection;
      }
      next = redirected(next, connection.getHeaderField("Location"));
      connection.disconnect();
    }
    throw new Refused("it redirects again and again, at last to " + Mirrors.shown(next));
  }

  /** Waits for the whole head of the answer, which may not come byte by byte either. */
  private int status(HttpURLConnection connection) throws IOException {
    try (Deadline deadline = Deadline.in(limits.answer(), connection::disconnect)) {
      try {
        int status = connection.getResponseCode();
        if (!deadline.isOver()) {
          return status;
        }
      } catch (IOException e) {
        if (!deadline.isOver()) {
          throw e;
        }
      }
      throw new SocketTimeoutException();
    }
  }

  private static void check(HttpURLConnection connection, int status) throws IOException {
    if (status == HttpURLConnection.HTTP_OK) {
      return;
    }
    connection.disconnect();
    if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_GONE) {
      throw new FileNotFoundException("the mirror answers " + status);
    }
    String answer = "the mirror answers " + status + " " + connection.getResponseMessage();
    throw PERMANENT.contains(status) ? new Refused(answer) : new IOException(answer);
  }

  /** Where the mirror sends us. Never to a file of this host, and never from https to http. */
  private static URI redirected(URI from, String location) throws IOException {
    try {
      URI to = from.resolve(location == null ? "" : location);
      String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
      if (scheme.equals("https") || scheme.equals(from.getScheme()) && scheme.equals("http")) {
        return withLogin(from, to);
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like any other place we do not follow to.
    }
    String shown = Mirrors.shown(String.valueOf(location));
    throw new Refused("it redirects to '" + shown + "', which is not followed");
  }

  /** Who was told the login that an address has, may be told it again; nobody else is. */
  private static URI withLogin(URI from, URI to) {
    boolean isSameServer =
        from.getScheme().equalsIgnoreCase(to.getScheme())
            && String.valueOf(from.getHost()).equalsIgnoreCase(to.getHost())
            && from.getPort() == to.getPort();
    String login = from.getRawUserInfo();
    return isSameServer && login != null && to.getRawUserInfo() == null
        ? URI.create(to.toString().replaceFirst("//", "//" + Matcher.quoteReplacement(login + "@")))
        : to;
  }

  void copy(InputStream in, Sink sink, long most) throws IOException {
    byte[] block = new byte[BLOCK];
    long total = 0;
    long windowStart = System.nanoTime();
    long windowBytes = 0;
    for (int length = in.read(block); length >= 0; length = in.read(block)) {
      total += length;
      if (total > most) {
        throw new WrongContent("it is larger than the " + most + " bytes that it may have");
      }
      sink.write(block, length);
      windowBytes += length;
      Duration elapsed = Duration.ofNanos(System.nanoTime() - windowStart);
      if (elapsed.compareTo(limits.window()) >= 0) {
        if (windowBytes < limits.slowest() * Math.max(1, limits.window().toSeconds())) {
          throw new IOException("less than " + limits.slowest() + " bytes arrived per second");
        }
        windowStart = System.nanoTime();
        windowBytes = 0;
      }
    }
  }

  private static void pause(URI address, Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FetchFailures.interrupted(address);
    }
  }

  /** An answer that another try would not change. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }
}
