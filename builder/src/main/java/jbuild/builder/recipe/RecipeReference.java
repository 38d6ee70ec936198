package jbuild.builder.recipe;

import java.util.ArrayList;
import java.util.List;

/** The reference page of recipes, made from the table of keys so that it cannot drift from it. */
final class RecipeReference {
  private static final String INTRODUCTION =
      """
      # Recipes

      A recipe is a TOML file that describes one image. `jbuild recipe.toml` builds it, and
      `jbuild check recipe.toml` only looks for mistakes. This is a whole recipe:

      ```toml
      [image]
      name = "web"

      [distribution]
      name = "debian"
      release = "trixie"
      ```

      Scripts and files come in this order: the base system, scripts of phase `after-bootstrap`,
      packages, scripts of phase `after-packages`, what `[build]` makes, the settings of `[system]`,
      files, services, scripts of phase `last`. Scripts run inside the image, as root.

      Every mistake in a recipe is reported in one run, with its file, line and column. An unknown
      key is a mistake.

      `jbuild check` also warns, without failing, of what only looks wrong: time zones and locales that
      nobody knows, names that no unit can have, owners that are neither in the recipe nor in small
      systems, numbers of users that are for others, secrets that the environment does not have, files
      that connections need and that cannot be read (NETRC and certificates), keys of the distribution
      that have expired, too little room, a file system that cannot hold an output. With `--online` it
      asks the mirrors and the repositories of the recipe for their indexes, verifies signatures and
      dates, and asks for the files of `[[downloads]]`: it ends with 4 when one cannot be used.

      `jbuild explain KEY` says on the terminal what this page says of a key. `jbuild schema` prints a
      JSON Schema of the whole language, and `jbuild schema --part` one for files that others include. An
      editor whose TOML support is Taplo (VS Code, Neovim, Helix) uses it when the first line of a
      recipe is `#:schema ./recipe.schema.json`.

      ## Several files, several images

      `jbuild recipe FILE` shows what a recipe comes to, and with `--origin` where each value was
      written. It is put together in this order, and what comes later wins:

      1. the files of `image.include`, each with what it includes; a file counts once;
      2. the file itself;
      3. profiles: those of `image.profiles`, that of the matrix, then `--profile NAME`;
      4. what you have for yourself: `web.local.toml` beside `web.toml`, best ignored by git;
      5. `--set KEY=VALUE` of the command line; VALUE is TOML, or a text without quotes.

      Tables merge key by key. A list adds what is new to the end of an inherited one; only
      `oci.entrypoint`, `oci.cmd` and the lists of `[matrix]` take its place. Tables as `[[files]]` are appended, and one that
      means the same thing as one of an earlier file (for files: has its `path`) is merged over that;
      two of them in the same file are a mistake. An inherited list is edited so, also with `[files]` in
      the place of `[[files]]`:

      ```toml
      [packages]
      install = {append = ["nano"], remove = ["vim"]}

      [services]
      enable = {replace = ["ssh.service"]}
      ```

      A path of a file begins at the directory of the file it stands in; on the command line it begins
      at the current directory.

      `${NAME}` in a text is replaced by a variable of `[vars]` or by another key of the recipe that has
      one value, as `${image.name}`; `${env:NAME}` by a variable of the environment, `${env:NAME:-text}`
      by the text when there is none. It becomes a part of the recipe: secrets belong into files.
      `$${` is a plain `${`. In `scripts.run` and `build.run` only names that the recipe knows are
      replaced: all others are the shell's, but for those with a dot, which no shell knows.

      Every table but `[distribution]` and `[matrix]` can have a condition. It counts when all of it is
      true; of several words one is enough, and `!` excludes one. A table can be written several times,
      for several conditions:

      ```toml
      [[packages]]
      when = {distribution = ["debian", "ubuntu"]}
      install = ["openssh-server"]

      [[packages]]
      when = {distribution = "debian", release = "!sid", architecture = "amd64"}
      install = ["intel-microcode"]
      ```

      A matrix makes several images from one recipe. Their names end with what differs, as
      `web-trixie-debug`; `--cell release=trixie` chooses. They are built at the same time, see
      [outputs.md](outputs.md#several-images-at-once):

      ```toml
      [matrix]
      release = ["trixie", "bookworm"]        # or {debian = ["trixie"], ubuntu = ["noble"]}
      profile = ["", "debug"]
      exclude = [{release = "bookworm", profile = "debug"}]

      [profile.debug.packages]
      install = ["strace"]
      ```

      ## Building on another image

      With `image.base` an image begins with all files of another one, and nothing is bootstrapped again.
      Then packages, settings, files and scripts of the recipe are added as usual. A base is a recipe, or
      an image: a directory, a subvolume, a disk, an archive, a layout of OCI.

      ```toml
      [image]
      name = "shop"
      base = "server.toml"            # or "images/server.tar.zst", or "server" as 'jbuild images' has it
      ```

      The base is of the same distribution, release and architecture; its os-release and its programs are
      asked. Time zone, locale and root's password stay as the base has them, unless the recipe says
      something of them. What a recipe describes is built when it is missing or has changed, and kept
      in the cache for 30 days. An image that a machine is running on, and may be writing to, is refused.

      ## Building from sources

      What `[build]` needs never gets into the image: packages are installed, and commands run, in a
      copy of the image as it is after its own packages and scripts of phase `after-packages`.

      ```toml
      [build]
      packages = ["gcc", "make", "libc6-dev"]
      sources = ["."]
      run = \"\"\"
      make -C $SRCDIR O=$BUILDDIR
      make -C $SRCDIR O=$BUILDDIR DESTDIR=$DESTDIR install
      \"\"\"
      ```

      The commands also find `$IMAGE_ID`, `$IMAGE_VERSION`, `$DISTRIBUTION`, `$RELEASE` and
      `$ARCHITECTURE`. What they put into `$DESTDIR` is copied into the image: modes, links and attributes
      are kept, owners become root, and directories that are there stay as they are.

      What was built is kept in the cache for 30 days, and used again as long as nothing of this has
      changed: the sources (but for the output directory, where that is in them), `[build]`, the
      packages and the scripts before it, the distribution. `jbuild plan` says what has changed.
      """;

  private RecipeReference() {}

  static String markdown() {
    List<String> lines = new ArrayList<>(INTRODUCTION.lines().toList());
    for (Table table : Table.values()) {
      lines.add("");
      lines.add("## `" + table.header() + "`");
      lines.add("");
      lines.add(
          table.doc()
              + table
                  .identity()
                  .map(
                      key ->
                          " One is merged over that of an earlier file with the same `"
                              + key
                              + "`.")
                  .orElse(""));
      lines.add("");
      lines.add("| key | value | default | meaning | since |");
      lines.add("|---|---|---|---|---|");
      Key.of(table).forEach(key -> lines.add(row(key)));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String row(Key<?> key) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(key.name(), key.type().expected(), shownFallback(key), key.doc(), key.since());
  }

  private static String shownFallback(Key<?> key) {
    String shown = key.shownFallback();
    return shown.matches("[\"\\[].*|true|false") ? "`" + shown + "`" : shown;
  }
}
