package jbuild.builder.recipe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of what is built from sources for an image. */
final class BuildKeys {
  static final Key<List<String>> PACKAGES =
      Key.optional(
          Table.BUILD,
          "packages",
          KeyType.text(Grammar.PACKAGE).list(),
          List.of(),
          "[]",
          "Installed for the build only: compilers, headers, tools.");
  static final Key<List<SourceText>> SOURCES =
      Key.optional(
          Table.BUILD,
          "sources",
          SourceText.TYPE.list(),
          List.of(),
          "[]",
          "Directories that the build sees at $SRCDIR; target is a place below it, without which the"
              + " directory is $SRCDIR itself: only one can be. They cannot be written, unless writable = true: then what is"
              + " written is thrown away.");
  static final Key<Optional<String>> RUN =
      Key.maybe(
          Table.BUILD,
          "run",
          KeyType.TEXT.as(
              "commands of the shell", text -> Optional.of(text).filter(some -> !some.isBlank())),
          "none",
          "What /bin/sh runs in $SRCDIR, in a copy of the image with the packages above; it ends at"
              + " the first command that fails. What it puts into $DESTDIR goes into the image, as"
              + " root's; $BUILDDIR is an empty directory. This or script is needed.");
  static final Key<Optional<String>> SCRIPT =
      Key.maybe(
          Table.BUILD,
          "script",
          KeyType.TEXT,
          "none",
          "A program that is run instead, in the recipe's directory or below.");
  static final Key<List<String>> ENVIRONMENT =
      Key.optional(
          Table.BUILD,
          "environment",
          KeyType.text(Grammar.VARIABLE).list(),
          List.of(),
          "[]",
          "More variables of the build, for example \"CFLAGS=-O2\".");
  static final Key<Boolean> NETWORK =
      Key.optional(
          Table.BUILD,
          "network",
          KeyType.FLAG,
          false,
          "false",
          "Whether it shares the host's network; there is only a loopback device otherwise.");
  static final Key<Boolean> INCREMENTAL =
      Key.optional(
          Table.BUILD,
          "incremental",
          KeyType.FLAG,
          false,
          "false",
          "Whether $BUILDDIR still has what the build before left there.");
  static final Key<Duration> LIMIT =
      Key.optional(
          Table.BUILD,
          "time-limit",
          KeyType.TIME,
          Duration.ofHours(2),
          "\"2h\"",
          "The time after which it is killed.");

  static final List<Key<?>> ALL =
      List.of(PACKAGES, SOURCES, RUN, SCRIPT, ENVIRONMENT, NETWORK, INCREMENTAL, LIMIT);

  private BuildKeys() {}

  /** What a table without problems says; nothing when there is none. */
  static Optional<BuildSettings> settings(RecipePaths paths, Map<String, ?> table) {
    if (table.isEmpty()) {
      return Optional.empty();
    }
    List<BuildSource> sources = new ArrayList<>();
    for (SourceText source : SOURCES.value(table)) {
      Path directory = paths.resolve(place(sources.size()), source.path());
      sources.add(
          new BuildSource(
              directory.toAbsolutePath().normalize(), source.target(), source.writable()));
    }
    BuildSettings.Program program =
        RUN.value(table)
            .<BuildSettings.Program>map(BuildSettings.Program.Commands::new)
            .orElseGet(
                () ->
                    new BuildSettings.Program.File(
                        paths.resolve(SCRIPT.place(), SCRIPT.value(table).orElseThrow())));
    return Optional.of(
        new BuildSettings(
            PACKAGES.value(table),
            sources,
            program,
            ENVIRONMENT.value(table),
            NETWORK.value(table),
            INCREMENTAL.value(table),
            LIMIT.value(table)));
  }

  static List<String> place(int source) {
    return List.of(Table.BUILD.word(), SOURCES.name(), String.valueOf(source));
  }
}
