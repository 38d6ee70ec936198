package jbuild.runner.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import jbuild.runner.tree.Account;
import jbuild.runner.tree.CredentialDirectory;

/** The environment of a payload: made from nothing, so that nothing of the caller's leaks. */
final class PayloadEnvironment {
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final List<String> COPIED = List.of("TERM", "COLORTERM", "NO_COLOR");
  private static final List<String> HOST_KEYS = List.of("BUILD_ID", "VARIANT_ID");

  private PayloadEnvironment() {}

  /**
   * In the order of systemd-nspawn; the settings' own come last and win.
   *
   * @param passed how many sockets the payload is given
   */
  static Map<String, String> of(
      MachineSettings settings,
      Account account,
      UUID uuid,
      int passed,
      Map<String, String> ours,
      Path osRelease) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", PATH);
    variables.put("container", settings.integration().manager());
    for (String name : COPIED) {
      if (ours.containsKey(name)) {
        variables.put(name, ours.get(name));
      }
    }
    variables.put("HOME", account.home());
    variables.put("USER", account.name());
    variables.put("LOGNAME", account.name());
    variables.put("container_uuid", uuid.toString());
    if (passed > 0) {
      variables.put("LISTEN_FDS", Integer.toString(passed));
      variables.put("LISTEN_PID", isSecond(settings.payload()) ? "2" : "1");
    }
    variables.put("NOTIFY_SOCKET", "/run/host/notify");
    if (!settings.integration().credentials().isEmpty()) {
      variables.put("CREDENTIALS_DIRECTORY", CredentialDirectory.PATH);
    }
    if (!settings.boots()) {
      variables.put("LANG", "C.UTF-8");
    }
    Map<String, String> host = osRelease(osRelease);
    copy(host, "VERSION_ID", variables);
    copy(host, "ID", variables);
    for (String key : HOST_KEYS) {
      copy(host, key, variables);
    }
    variables.putAll(settings.execution().environment());
    return variables;
  }

  private static boolean isSecond(Payload payload) {
    return payload instanceof Payload.Program program && program.underStub();
  }

  private static void copy(Map<String, String> host, String key, Map<String, String> variables) {
    if (host.containsKey(key)) {
      String name = "container_host_" + key.toLowerCase(java.util.Locale.ROOT);
      variables.put(name, host.get(key));
    }
  }

  /** See os-release(5); values may be quoted. */
  private static Map<String, String> osRelease(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          String value = line.substring(equals + 1).replaceAll("^[\"']|[\"']$", "");
          values.put(line.substring(0, equals), value);
        }
      }
    } catch (IOException e) {
      // A host without the file: its machines are not told what it is.
      return Map.of();
    }
    return values;
  }
}
