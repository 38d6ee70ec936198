package jbuild.builder.steps;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/** Sets language and formats, and generates the locale where the image does not have it. */
public record SetLocale(String locale) implements Step {
  private static final String BUILT_IN = "C.UTF-8";
  private static final String SUPPORTED = "/usr/share/i18n/SUPPORTED";
  private static final String MADE = "/usr/lib/locale/";
  private static final String WANTED = "/etc/locale.gen";
  private static final String DEBIAN_SETTING = "/etc/default/locale";

  /** Whether the C library of the image has the locale without further packages. */
  public static boolean isBuiltIn(String locale) {
    return locale.equals(BUILT_IN);
  }

  @Override
  public String name() {
    return "set the locale to " + locale;
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      // Some distributions make locales when they are wanted, others bring them in packages.
      if (!isBuiltIn(locale) && !tree.exists(MADE + locale.replace("UTF-8", "utf8"))) {
        want(tree);
        workspace.sandbox().run(Command.in(workspace.root(), "locale-gen"));
      }
      TextFiles.write(tree, "/etc/locale.conf", "LANG=" + locale + "\n");
      // Newer releases have a link to the file above there.
      if (Debian.is(tree) && tree.readLink(DEBIAN_SETTING).isEmpty()) {
        TextFiles.write(tree, DEBIAN_SETTING, "LANG=" + locale + "\n");
      }
    }
  }

  private void want(ImageTree tree) {
    String line = locale + " UTF-8";
    String supported =
        TextFiles.read(tree, SUPPORTED)
            .orElseThrow(
                () ->
                    failure(
                        "the image has no list of locales",
                        "add the package that brings " + SUPPORTED + " to packages.install"));
    if (supported.lines().map(String::trim).noneMatch(line::equals)) {
      throw failure(
          "the image's C library does not know it", "correct system.locale; see " + SUPPORTED);
    }
    String wanted = Lines.ended(TextFiles.read(tree, WANTED).orElse(""));
    Pattern same = Pattern.compile("#?\\s*" + Pattern.quote(line) + "\\s*");
    Stream<String> others = wanted.lines().filter(old -> !same.matcher(old).matches());
    TextFiles.write(tree, WANTED, Lines.of(Stream.concat(others, Stream.of(line))));
  }

  private Failure failure(String why, String fix) {
    return new Failure(ExitStatus.FAILED, "cannot set the locale to " + locale, why, fix);
  }
}
