package jbuild.runner.settings;

/** What happens to a machine's /etc/resolv.conf; see systemd-nspawn(1), --resolv-conf=. */
public enum ResolvConf {
  OFF(Way.NONE, Origin.HOST),
  COPY_HOST(Way.COPY, Origin.HOST),
  COPY_STATIC(Way.COPY, Origin.STATIC),
  COPY_UPLINK(Way.COPY, Origin.UPLINK),
  COPY_STUB(Way.COPY, Origin.STUB),
  REPLACE_HOST(Way.REPLACE, Origin.HOST),
  REPLACE_STATIC(Way.REPLACE, Origin.STATIC),
  REPLACE_UPLINK(Way.REPLACE, Origin.UPLINK),
  REPLACE_STUB(Way.REPLACE, Origin.STUB),
  BIND_HOST(Way.BIND, Origin.HOST),
  BIND_STATIC(Way.BIND, Origin.STATIC),
  BIND_UPLINK(Way.BIND, Origin.UPLINK),
  BIND_STUB(Way.BIND, Origin.STUB),
  DELETE(Way.DELETE, Origin.HOST),
  AUTO(Way.NONE, Origin.HOST);

  private final Way way;
  private final Origin origin;

  ResolvConf(Way way, Origin origin) {
    this.way = way;
    this.origin = origin;
  }

  /** How the machine gets its file. */
  public enum Way {
    /** It keeps what it has. */
    NONE,
    /** Unless it has a link, which says that something in it takes care. */
    COPY,
    /** Whatever it has. */
    REPLACE,
    BIND,
    DELETE
  }

  /** A file of the host; see systemd-resolved.service(8). */
  public enum Origin {
    HOST("etc/resolv.conf"),
    STATIC("usr/lib/systemd/resolv.conf"),
    UPLINK("run/systemd/resolve/resolv.conf"),
    STUB("run/systemd/resolve/stub-resolv.conf");

    private final String path;

    Origin(String path) {
      this.path = path;
    }

    /** Relative to the root of the host. */
    public String path() {
      return path;
    }
  }

  public Way way() {
    return way;
  }

  public Origin origin() {
    return origin;
  }
}
