package jbuild.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.builder.recipe.KeyWords;

/**
 * What bash completes beside verbs and options: values. To bash = and : end words, so they are put
 * together again.
 */
public final class ValueCompletion {
  private static final String SCRIPT =
      """

      # Prints the words that can follow --set KEY=.
      _jbuild_values_of() {
        case $1 in
      @VALUES@
        esac
      }

      _jbuild_releases_of() {
        case $1 in
      @RELEASES@
        esac
      }

      # The recipe that the line is about.
      _jbuild_recipe() {
        local word
        for word in $1; do
          case $word in *.toml) [ -f "$word" ] && { echo "$word"; return; } ;; esac
        done
        echo recipe.toml
      }

      _jbuild_profiles() {
        local recipe file
        recipe=$(_jbuild_recipe "$1")
        [ -f "$recipe" ] && sed -n 's/^ *\\[\\[*profile\\.\\([A-Za-z0-9_-]*\\).*/\\1/p' "$recipe"
        for file in "$(dirname "$recipe")"/profiles/*.toml ~/.config/jbuild/profiles/*.toml; do
          [ -f "$file" ] && basename "$file" .toml
        done
      }

      # The words of an axis of the matrix.
      _jbuild_cells() {
        local recipe
        recipe=$(_jbuild_recipe "$1")
        [ -f "$recipe" ] || return
        sed -n '/^ *\\[matrix\\]/,/^ *\\[[^m]/p' "$recipe" | sed -n "s/^ *$2 *=//p" \\
          | grep -o "[\\"'][^\\"']*[\\"']" | tr -d "\\"'"
      }

      _jbuild() {
        local line=${COMP_LINE:0:COMP_POINT} word before previous found prefix
        word=${line##*[[:space:]]}
        before=${line%"$word"}
        before=${before%"${before##*[![:space:]]}"}
        previous=${before##*[[:space:]]}
        case $word in
          --set=*|--cell=*|--profile=*|--distribution=*|--release=*)
            previous=${word%%=*}
            word=${word#*=}
            ;;
        esac
        prefix=${word%"${word##*[=:]}"}
        case $previous in
          --set)
            case $word in
              *=*) found=$(_jbuild_values_of "${word%%=*}" | sed "s|^|${word%%=*}=|") ;;
              *) found="@KEYS@"; compopt -o nospace 2>/dev/null ;;
            esac
            ;;
          --cell)
            case $word in
              *=*) found=$(_jbuild_cells "$line" "${word%%=*}" | sed "s|^|${word%%=*}=|") ;;
              *) found="distribution= release= architecture= profile="
                 compopt -o nospace 2>/dev/null ;;
            esac
            ;;
          --profile) found=$(_jbuild_profiles "$line") ;;
          --distribution) found="@DISTRIBUTIONS@" ;;
          --release) found=$(_jbuild_values_of distribution.release) ;;
          *)
            case $word in
              -*) ;;
              *:*) found=$(_jbuild_releases_of "${word%%:*}" | sed "s|^|${word%%:*}:|") ;;
              ?*) found="@DISTRIBUTIONS@" ;;
            esac
            _complete_jbuild
            ;;
        esac
        local match
        while IFS= read -r match; do
          [ -n "$match" ] && COMPREPLY+=("${match#"$prefix"}")
        done < <(compgen -W "$found" -- "$word")
      }

      complete -F _jbuild -o default jbuild
      """;

  private ValueCompletion() {}

  /** To be read by bash after what completes verbs and options. */
  public static String script(KeyWords words) {
    List<String> keys = new ArrayList<>();
    List<String> values = new ArrayList<>();
    words
        .keys()
        .forEach(
            (key, known) -> {
              keys.add(key + "=");
              if (!known.isEmpty()) {
                values.add(branch(key, known));
              }
            });
    Map<String, List<String>> releases = words.releases();
    List<String> branches = new ArrayList<>();
    releases.forEach((name, known) -> branches.add(branch(name, known)));
    return SCRIPT
        .replace("@VALUES@", String.join("\n", values))
        .replace("@RELEASES@", String.join("\n", branches))
        .replace("@KEYS@", String.join(" ", keys))
        .replace("@DISTRIBUTIONS@", String.join(" ", releases.keySet()));
  }

  private static String branch(String word, List<String> known) {
    return "    " + word + ") printf '%s\\n' " + String.join(" ", known) + " ;;";
  }
}
