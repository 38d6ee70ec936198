package jbuild.runner.machine;

/** What happens to a machine's /etc/resolv.conf. */
public enum ResolvConf {
  /** Nothing. */
  OFF,
  /** The host's is copied into the image, unless a link is there. */
  COPY_HOST,
  /** The host's is shown in its place; the image does not change. */
  BIND_HOST;

  /** A machine with a network of its own has servers of its own. */
  static ResolvConf fitting(boolean privateNetwork, boolean readOnly) {
    if (privateNetwork) {
      return OFF;
    }
    return readOnly ? BIND_HOST : COPY_HOST;
  }
}
