package jbuild.runner.settings;

/** What happens to a machine's /etc/resolv.conf; see systemd-nspawn(1), --resolv-conf=. */
public enum ResolvConf {
  OFF,
  COPY_HOST,
  COPY_STATIC,
  COPY_UPLINK,
  COPY_STUB,
  REPLACE_HOST,
  REPLACE_STATIC,
  REPLACE_UPLINK,
  REPLACE_STUB,
  BIND_HOST,
  BIND_STATIC,
  BIND_UPLINK,
  BIND_STUB,
  DELETE,
  AUTO
}
