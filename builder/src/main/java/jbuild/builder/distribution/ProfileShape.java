package jbuild.builder.distribution;

import java.util.List;

/** The keys of a profile; docs/distributions.md says what they mean. */
final class ProfileShape {
  private static final Shape.Kind WORDS = new Shape.Items(Shape.WORD);
  private static final Shape.Kind URLS = new Shape.Named(Shape.URL);

  private static final Shape RELEASE =
      Shape.empty()
          .requiring("name", Shape.WORD)
          .with("version", Shape.WORD)
          .with("aliases", WORDS)
          .with("loader", Shape.WORD)
          .with("mirrors", URLS)
          .with("keys", WORDS)
          .with("without", WORDS);

  private static final Shape DISK =
      Shape.empty()
          .requiring("kernels", new Shape.Named(Shape.WORD))
          .requiring("initrd", WORDS)
          .requiring("loader", Shape.WORD);

  private static final Shape FIX =
      Shape.empty()
          .requiring("name", Shape.WORD)
          .requiring("why", Shape.LINE)
          .requiring("file", Shape.PATH)
          .requiring("line", Shape.LINE)
          .with("releases", WORDS);

  private static final Shape DEBOOTSTRAP =
      Shape.empty()
          .requiring("components", WORDS)
          .requiring("known-components", WORDS)
          .requiring("suites", new Shape.Named(new Shape.Named(Shape.WORD)))
          .requiring("script", Shape.WORD)
          .with("one-line-sources", new Shape.Named(Shape.PATH))
          .requiring("keyring", Shape.PATH)
          .requiring("keyring-package", Shape.WORD)
          .requiring("sources", Shape.PATH);

  private static final Shape REPOSITORY =
      Shape.empty()
          .requiring("mirror", Shape.WORD)
          .requiring("path", Shape.LINE)
          .with("releases", WORDS)
          .with("signed-metadata", Shape.oneOf(List.of("true", "false")));

  private static final Shape REPOSITORIES =
      Shape.empty().requiring("repositories", new Shape.Named(new Shape.Table(REPOSITORY)));

  private static final Shape PACMAN =
      REPOSITORIES
          .requiring("components", WORDS)
          .with("signed-databases", Shape.oneOf(List.of("true", "false")))
          .with("keyring", Shape.WORD)
          .with("keyring-package", Shape.WORD)
          .requiring("mirrorlist", Shape.PATH);

  private static final Shape RPM =
      REPOSITORIES
          .requiring("release-package", Shape.WORD)
          .with("databases", new Shape.Named(Shape.PATH));

  static final List<String> TOOLS = List.of("debootstrap", "dnf", "pacman", "zypper");

  private static final Shape COMMON =
      Shape.empty()
          .requiring("name", Shape.WORD)
          .requiring("tool", Shape.oneOf(TOOLS))
          .requiring("architectures", WORDS)
          .requiring("mirrors", URLS)
          .with("snapshots", new Shape.Named(Shape.LINE))
          .with("first-snapshot", Shape.DAY)
          .requiring("releases", new Shape.Items(new Shape.Table(RELEASE)))
          .with("base", WORDS)
          .requiring("bootable", WORDS)
          .with("network", WORDS)
          .with("disk", new Shape.Table(DISK))
          .with("locale-package", Shape.LINE)
          .with("fixes", new Shape.Items(new Shape.Table(FIX)))
          .requiring("keys", new Shape.Named(Shape.FINGERPRINT));

  private ProfileShape() {}

  /** Of a profile for one of the tools: it has that tool's table and no other. */
  static Shape of(String tool) {
    return COMMON.requiring(tool, facts(tool));
  }

  /** Of a profile that names none of the tools: that is one mistake, and its table no other. */
  static Shape ofAny() {
    Shape shape = COMMON;
    for (String tool : TOOLS) {
      shape = shape.with(tool, facts(tool));
    }
    return shape;
  }

  private static Shape.Kind facts(String tool) {
    return new Shape.Table(
        switch (tool) {
          case "dnf", "zypper" -> RPM;
          case "pacman" -> PACMAN;
          default -> DEBOOTSTRAP;
        });
  }
}
