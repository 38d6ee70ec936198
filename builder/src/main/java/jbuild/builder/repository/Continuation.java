package jbuild.builder.repository;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.builder.repository.Partial.Version;

/** One request for what is missing of a file, as RFC 9110 has it: Range with If-Range. */
final class Continuation {
  private static final Pattern RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
  private static final Version UNKNOWN =
      new Version(Optional.empty(), Optional.empty(), OptionalLong.empty());
  private static final int NOT_SATISFIABLE = 416;

  private final Fetcher fetcher;
  private final Partial partial;
  private final long most;
  private OptionalLong size = OptionalLong.empty();

  Continuation(Fetcher fetcher, Partial partial, long most) {
    this.fetcher = fetcher;
    this.partial = partial;
    this.most = most;
  }

  void once(URI address) throws IOException {
    if ("file".equals(address.getScheme())) {
      Path file = Path.of(address);
      if (Files.isDirectory(file)) {
        throw new Fetcher.Refused(FetchFailures.DIRECTORY);
      }
      size = OptionalLong.of(Files.size(file));
      partial.begin(new Version(Optional.empty(), Optional.empty(), size));
      try (InputStream in = Files.newInputStream(file)) {
        receive(in);
      }
      return;
    }
    HttpURLConnection connection = fetcher.connect(address, headers());
    if (connection.getResponseCode() == NOT_SATISFIABLE) {
      // Shorter than what is there: from the start then, at the next try.
      connection.disconnect();
      partial.begin(UNKNOWN);
      throw new IOException("the server's file is shorter than before");
    }
    try (InputStream in = connection.getInputStream()) {
      begin(connection);
      receive(in);
    } catch (IOException e) {
      connection.disconnect();
      throw e;
    }
  }

  private Map<String, String> headers() {
    Optional<String> validator = partial.version().flatMap(Version::validator);
    return partial.length() > 0 && validator.isPresent()
        ? Map.of("Range", "bytes=" + partial.length() + "-", "If-Range", validator.get())
        : Map.of();
  }

  private void begin(HttpURLConnection connection) throws IOException {
    if (connection.getResponseCode() != HttpURLConnection.HTTP_PARTIAL) {
      size = number(connection.getHeaderField("Content-Length"));
      partial.begin(
          new Version(
              Optional.ofNullable(connection.getHeaderField("ETag")),
              Optional.ofNullable(connection.getHeaderField("Last-Modified")),
              size));
      return;
    }
    Matcher range = RANGE.matcher(String.valueOf(connection.getHeaderField("Content-Range")));
    if (!range.matches() || Long.parseLong(range.group(1)) != partial.length()) {
      partial.begin(UNKNOWN);
      throw new IOException("the server sends another part than it was asked for");
    }
    size = number(range.group(2));
    partial.proceed(size);
  }

  private static OptionalLong number(String text) {
    return text != null && LENGTH.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private void receive(InputStream in) throws IOException {
    if (size.orElse(0) > most) {
      throw new WrongContent("it is larger than the " + most + " bytes that it may have");
    }
    fetcher.copy(in, partial::write, most - partial.length());
    if (size.isPresent() && partial.length() != size.getAsLong()) {
      throw new IOException(
          "it ends after " + partial.length() + " of " + size.getAsLong() + " bytes");
    }
  }
}
