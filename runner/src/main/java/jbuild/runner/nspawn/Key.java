package jbuild.runner.nspawn;

/**
 * What an option is called in a settings file; see systemd.nspawn(5).
 *
 * @param section without brackets
 * @param safe whether also a file that came with an image may set it
 */
public record Key(String section, String name, boolean safe) {
  /** The section of keys that only jbuild has. */
  static final String OWN = "X-Jbuild";

  /** Of options that files cannot set. */
  public static final Key NONE = new Key("", "", false);

  static Key exec(String name) {
    return new Key("Exec", name, true);
  }

  static Key files(String name) {
    return new Key("Files", name, true);
  }

  static Key network(String name) {
    return new Key("Network", name, false);
  }

  /** Of a section that systemd-nspawn passes over without a word; see systemd.syntax(7). */
  static Key own(String name) {
    return new Key(OWN, name, false);
  }

  /** The same key, honoured only in files that the administrator wrote. */
  Key trusted() {
    return new Key(section, name, false);
  }

  public boolean exists() {
    return !name.isEmpty();
  }
}
