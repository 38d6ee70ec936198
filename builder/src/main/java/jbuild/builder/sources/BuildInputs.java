package jbuild.builder.sources;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jbuild.builder.digest.Sha256;
import jbuild.builder.digest.Unreadable;
import jbuild.builder.recipe.BuildSettings;
import jbuild.builder.recipe.BuildSource;
import jbuild.builder.recipe.Phase;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.repository.Mirrors;

/**
 * What the results of a build depend on: equal inputs, equal results.
 *
 * @param digests of each input, by a name for people
 */
public record BuildInputs(Map<String, String> digests) {
  // Changes when a newer jbuild makes something else of the same inputs.
  private static final String FORMAT = "jbuild build 1";

  private static final Pattern USER = Pattern.compile("://[^/\\s]+@");

  public BuildInputs {
    digests = new LinkedHashMap<>(digests);
  }

  /**
   * Of a recipe that has a build.
   *
   * @param system stands for what the distribution's profile and the base of the image say
   * @param installed stands for what is in the image before the build
   * @param made what does not count among sources: what builds make
   */
  public static BuildInputs of(Recipe recipe, String system, String installed, List<Path> made) {
    BuildSettings build = recipe.build().orElseThrow();
    Map<String, String> digests = new LinkedHashMap<>();
    digests.put("the distribution", digest(FORMAT + shown(recipe.distribution()) + system));
    digests.put("the image's name", digest(recipe.image().name()));
    digests.put("the image's version", digest(recipe.image().version().toString()));
    digests.put(
        "the image's packages",
        digest(recipe.packages() + " " + recipe.image().base() + " " + installed)
            + files(recipe.packages().files()));
    digests.put("scripts before it", digest(scripts(recipe).toString()));
    digests.put("the build's packages", digest(build.packages().toString()));
    for (BuildSource source : build.sources()) {
      digests.put(
          name(source),
          digest(source.target() + source.writable()) + SourceDigest.of(source.directory(), made));
    }
    digests.put("what is run", digest(program(build.program())));
    digests.put(
        "its settings",
        digest(build.environment() + " " + build.network() + " " + build.incremental()));
    return new BuildInputs(digests);
  }

  /** A directory may be there under several names. */
  private static String name(BuildSource source) {
    return source.directory() + (source.isAlone() ? "" : " as " + source.target());
  }

  /** Who may fetch packages changes nothing in them, and hashes of passwords can be guessed. */
  private static String shown(Recipe.Distribution distribution) {
    return List.of(
            distribution.name(),
            distribution.release(),
            distribution.architecture(),
            distribution.mirror().map(Mirrors::shown).toString(),
            distribution.securityMirror().map(Mirrors::shown).toString(),
            distribution.components().toString(),
            String.valueOf(distribution.acceptExpired()),
            USER.matcher(distribution.repositories().toString()).replaceAll("://"))
        .toString();
  }

  private static List<String> scripts(Recipe recipe) {
    List<String> texts = new ArrayList<>();
    recipe.scripts().stream()
        .filter(script -> script.phase() != Phase.LAST)
        .forEach(script -> texts.add(script.toString()));
    return texts;
  }

  private static String files(List<Path> packages) {
    StringBuilder text = new StringBuilder();
    packages.forEach(file -> text.append(content(file)).append('\n'));
    return digest(text.toString());
  }

  private static String program(BuildSettings.Program program) {
    if (program instanceof BuildSettings.Program.File file) {
      return content(file.path());
    }
    return program.toString();
  }

  private static String content(Path file) {
    try {
      return digest(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // The build will say so; until then such a file is like no other.
      return Unreadable.mark();
    }
  }

  /** Stands for all of them. */
  public String key() {
    return digest(digests.toString());
  }

  /** The names of those that differ. */
  List<String> changedSince(Map<String, String> before) {
    List<String> names = new ArrayList<>();
    digests.forEach(
        (name, digest) -> {
          if (!digest.equals(before.get(name))) {
            names.add(name);
          }
        });
    before.keySet().stream().filter(name -> !digests.containsKey(name)).forEach(names::add);
    return names;
  }

  private static String digest(String text) {
    byte[] hash = Sha256.start().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }
}
