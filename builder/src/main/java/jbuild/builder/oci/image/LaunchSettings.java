package jbuild.builder.oci.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import jbuild.builder.oci.Shown;

/**
 * How an image wants to be started, as a settings file: systemd.nspawn(5). Nothing in it asks for
 * more than what such a file may say that came with an image.
 */
public final class LaunchSettings {
  private static final Pattern VARIABLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern SIGNAL = Pattern.compile("[A-Z0-9+-]{1,16}");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}(/(tcp|udp))?");

  private final Consumer<String> notices;
  private final StringBuilder text = new StringBuilder();

  private LaunchSettings(Consumer<String> notices) {
    this.notices = notices;
  }

  /**
   * The text of the file.
   *
   * @param notices gets a line for everything that no such file can say
   */
  public static String text(Launch launch, Consumer<String> notices) {
    LaunchSettings settings = new LaunchSettings(notices);
    settings.add(launch);
    return settings.text.toString();
  }

  /** What the image of a layout says; it is not unpacked. */
  public static byte[] ofLayout(LayoutReference reference, Consumer<String> notices) {
    try (ImageLayout images = ImageLayout.open(reference.layout())) {
      Launch launch = images.find(reference.tag(), Platform.host()).config().launch();
      return text(launch, notices).getBytes(StandardCharsets.UTF_8);
    }
  }

  private void add(Launch launch) {
    text.append("[Exec]\n");
    List<String> command = new ArrayList<>(launch.entrypoint());
    command.addAll(launch.cmd());
    if (!command.isEmpty() && isPlain("the command", command)) {
      text.append("Boot=no\nParameters=").append(quoted(command)).append('\n');
    }
    for (String variable : launch.env()) {
      if (!VARIABLE.matcher(variable).matches()) {
        leaveOut("variable", variable);
      } else if (isPlain("a variable", List.of(variable))) {
        text.append("Environment=").append(quote(variable)).append('\n');
      }
    }
    launch.user().ifPresent(this::addUser);
    launch.workingDir().ifPresent(this::addDirectory);
    launch.stopSignal().ifPresent(this::addSignal);
    addOwn(launch);
  }

  private void addOwn(Launch launch) {
    List<String> ports =
        launch.exposedPorts().stream().filter(port -> PORT.matcher(port).matches()).toList();
    List<String> entrypoint = launch.entrypoint();
    boolean isKept = !entrypoint.isEmpty() && isPlain("the entrypoint", entrypoint);
    if (isKept || !ports.isEmpty()) {
      text.append("\n[X-Jbuild]\n");
    }
    if (isKept) {
      text.append("Entrypoint=").append(quoted(entrypoint)).append('\n');
    }
    if (!ports.isEmpty()) {
      text.append("ExposedPorts=").append(String.join(" ", ports)).append('\n');
    }
  }

  private void addUser(String user) {
    String name = user.replaceFirst(":.*", "");
    if (!USER.matcher(name).matches()) {
      leaveOut("user", user);
      return;
    }
    if (!user.equals(name) && !user.equals(name + ":" + name)) {
      notices.accept("the group of the image's user '" + Shown.text(user) + "' is left out");
    }
    text.append("User=").append(name).append('\n');
  }

  private void addDirectory(String directory) {
    // A backslash at the end of a line would join it with the next one.
    boolean isUsable =
        directory.startsWith("/")
            && !(directory + "/").contains("/../")
            && !directory.endsWith("\\");
    if (isUsable && isPlain("the directory", List.of(directory))) {
      text.append("WorkingDirectory=").append(directory).append('\n');
    } else {
      leaveOut("working directory", directory);
    }
  }

  private void addSignal(String signal) {
    if (SIGNAL.matcher(signal).matches()) {
      text.append("KillSignal=").append(signal).append('\n');
    } else {
      leaveOut("stop signal", signal);
    }
  }

  private void leaveOut(String kind, String value) {
    notices.accept("the image's " + kind + " '" + Shown.text(value) + "' is left out");
  }

  /** A line ends where a file has an end of line, whatever is quoted. */
  private boolean isPlain(String what, List<String> words) {
    boolean isPlain =
        words.stream()
            .noneMatch(word -> word.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0));
    if (!isPlain) {
      notices.accept(what + " of the image has several lines, and is left out");
    }
    return isPlain;
  }

  private static String quoted(List<String> words) {
    return String.join(" ", words.stream().map(LaunchSettings::quote).toList());
  }

  /** Backslashes mean nothing there, and pieces in quotes of both kinds may be put together. */
  private static String quote(String word) {
    StringBuilder quoted = new StringBuilder();
    for (String piece : word.split("(?<=\")|(?=\")")) {
      String quote = piece.equals("\"") ? "'" : "\"";
      quoted.append(quote).append(piece).append(quote);
    }
    return quoted.toString();
  }
}
