package jbuild.builder.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The host's network for programs of recipes, with the proxies that the environment names.
 *
 * @param environment of jbuild itself
 */
public record Online(Map<String, String> environment) {
  private static final List<String> PROXIES =
      List.of("http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY");

  /** Files of the host are seen only by programs that run beside the image. */
  private static final List<String> FILES = List.of("SSL_CERT_FILE", "NETRC");

  public Online {
    environment = Map.copyOf(environment);
  }

  /** For a program of the image. */
  public Command inImage(Command command) {
    return with(PROXIES, command.withHostNetwork());
  }

  /** For one of the host. */
  public Command besideImage(Command command) {
    List<String> names = new ArrayList<>(PROXIES);
    names.addAll(FILES);
    return with(names, command.withHostNetwork());
  }

  private Command with(List<String> names, Command command) {
    Command with = command;
    for (String name : names) {
      String value = environment.getOrDefault(name, "");
      with = value.isBlank() ? with : with.with(name, value);
    }
    return with;
  }

  /** Values of variables can be secrets. */
  @Override
  public String toString() {
    return "Online[]";
  }
}
