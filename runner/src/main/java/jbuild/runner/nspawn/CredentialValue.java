package jbuild.runner.nspawn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Numbers;
import jbuild.runner.Reasons;
import jbuild.runner.settings.Credential;

/** Secrets for a machine: ID:VALUE, or ID:PATH; see systemd.exec(5), "Credentials". */
final class CredentialValue {
  /** CREDENTIALS_TOTAL_SIZE_MAX of systemd. */
  static final int LARGEST = 1024 * 1024;

  private static final String DIRECTORY = "CREDENTIALS_DIRECTORY";
  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET = 0140000;

  private CredentialValue() {}

  static Credential literal(String option, String text) {
    String id = id(option, text, "VALUE");
    return new Credential(id, unescaped(option, text, text.substring(id.length() + 1)));
  }

  static Credential loaded(String option, String text, Map<String, String> environment) {
    String id = id(option, text, "PATH");
    String name = text.substring(id.length() + 1);
    return new Credential(id, read(option, text, path(option, text, name, environment)));
  }

  private static String id(String option, String text, String what) {
    int colon = text.indexOf(':');
    String id = colon < 0 ? text : text.substring(0, colon);
    if (colon < 0) {
      throw BadValue.of(option, hidden(text), "there is no colon in it", "write ID:" + what);
    }
    if (!Credential.isId(id)) {
      throw BadValue.of(
          option, hidden(text), "'" + id + "' names no credential", "use the name of a file");
    }
    return id;
  }

  private static Path path(
      String option, String text, String name, Map<String, String> environment) {
    if (name.startsWith("/")) {
      return PathValue.required(option, name);
    }
    String directory = environment.getOrDefault(DIRECTORY, "");
    if (!Credential.isId(name)) {
      throw BadValue.of(
          option, text, "'" + name + "' is neither absolute nor a name", "write ID:/PATH");
    }
    if (directory.isEmpty()) {
      throw BadValue.of(
          option,
          text,
          "no credentials were passed to us: " + DIRECTORY + " is not set",
          "write ID:/PATH");
    }
    return Path.of(directory, name);
  }

  private static byte[] read(String option, String text, Path path) {
    byte[] secret;
    try {
      boolean socket = ((int) Files.getAttribute(path, "unix:mode") & FILE_TYPE) == SOCKET;
      secret = socket ? readSocket(path) : readFile(path);
    } catch (IOException e) {
      throw BadValue.of(option, text, "cannot read " + path + ": " + Reasons.of(e), "mend it");
    }
    if (secret.length > LARGEST) {
      throw tooMuch();
    }
    return secret;
  }

  private static byte[] readFile(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(LARGEST + 1);
    }
  }

  private static byte[] readSocket(Path path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      ByteBuffer buffer = ByteBuffer.allocate(LARGEST + 1);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // Until the other side closes it.
      }
      byte[] secret = new byte[buffer.position()];
      buffer.flip().get(secret);
      return secret;
    }
  }

  static Failure tooMuch() {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot hand over credentials",
        "they are larger than 1 MiB",
        "hand over less, or bind a file");
  }

  /** With the escapes of C: {@code \n}, {@code \x41} and so on. */
  private static byte[] unescaped(String option, String text, String value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < value.length()) {
      int escape = value.indexOf('\\', at);
      int end = escape < 0 ? value.length() : escape;
      bytes.writeBytes(value.substring(at, end).getBytes(StandardCharsets.UTF_8));
      at = end;
      if (escape >= 0) {
        at = escape(option, text, value, escape + 1, bytes);
      }
    }
    return bytes.toByteArray();
  }

  /** Returns where the escape has ended. */
  private static int escape(
      String option, String text, String value, int at, ByteArrayOutputStream bytes) {
    char c = at < value.length() ? value.charAt(at) : 0;
    int simple = "abfnrtv\\\"'s".indexOf(c);
    if (simple >= 0) {
      bytes.write("\u0007\b\f\n\r\t\u000b\\\"' ".charAt(simple));
      return at + 1;
    }
    int radix = c >= '0' && c <= '3' ? 8 : 16;
    int length =
        switch (c) {
          case '0', '1', '2', '3' -> 3;
          case 'x' -> 2;
          case 'u' -> 4;
          case 'U' -> 8;
          default -> throw badEscape(option, text);
        };
    int start = radix == 8 ? at : at + 1;
    String digits = value.substring(start, Math.min(start + length, value.length()));
    if (digits.length() < length || !Numbers.areHexadecimalDigits(digits)) {
      throw badEscape(option, text);
    }
    try {
      int number = Integer.parseInt(digits, radix);
      if (length > 3) {
        bytes.writeBytes(Character.toString(number).getBytes(StandardCharsets.UTF_8));
      } else {
        bytes.write(number);
      }
    } catch (IllegalArgumentException e) {
      throw badEscape(option, text);
    }
    return start + length;
  }

  private static Failure badEscape(String option, String text) {
    return BadValue.of(
        option, hidden(text), "there is a wrong escape in the value", "a backslash itself is \\\\");
  }

  /** Messages end up in logs, where secrets have no place. */
  private static String hidden(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? "..." : text.substring(0, colon + 1) + "...";
  }
}
