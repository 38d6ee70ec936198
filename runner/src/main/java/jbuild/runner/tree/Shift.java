package jbuild.runner.tree;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.settings.UserNamespace;

/**
 * How the users of a machine appear to the host: moved by the base of their range. And with which
 * label all that is in the machine's own file systems appears to SELinux.
 */
public record Shift(long base, Optional<String> label) {
  public static Shift of(Optional<UserNamespace> users, Optional<String> label) {
    return new Shift(users.isPresent() ? users.get().base() : 0, label);
  }

  /** The host's number of a user or group of the machine. */
  public int host(int id) {
    return (int) (base + id);
  }

  /** The options of a file system whose root directory is to be the machine's root's. */
  public Map<String, String> owned(Map<String, String> options) {
    if (base == 0) {
      return labelled(options);
    }
    Map<String, String> more = new LinkedHashMap<>(options);
    more.put("uid", Long.toString(base));
    more.put("gid", Long.toString(base));
    return labelled(more);
  }

  /** The options of a file system of the machine, with its label if there is one. */
  public Map<String, String> labelled(Map<String, String> options) {
    if (label.isEmpty()) {
      return options;
    }
    Map<String, String> more = new LinkedHashMap<>(options);
    more.put("context", label.get());
    return more;
  }
}
