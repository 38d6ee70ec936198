package jbuild.runner.tree;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.settings.UserNamespace;

/** How the users of a machine appear to the host: moved by the base of their range. */
public record Shift(long base) {
  public static Shift of(Optional<UserNamespace> users) {
    return new Shift(users.map(UserNamespace::base).orElse(0L));
  }

  /** The host's number of a user or group of the machine. */
  public int host(int id) {
    return (int) (base + id);
  }

  /** The options of a file system whose root directory is to be the machine's root's. */
  public Map<String, String> owned(Map<String, String> options) {
    if (base == 0) {
      return options;
    }
    Map<String, String> more = new LinkedHashMap<>(options);
    more.put("uid", Long.toString(base));
    more.put("gid", Long.toString(base));
    return more;
  }
}
