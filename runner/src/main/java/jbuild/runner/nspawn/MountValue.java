package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.CustomMount.Bind;
import jbuild.runner.settings.CustomMount.Inaccessible;
import jbuild.runner.settings.CustomMount.Origin;
import jbuild.runner.settings.CustomMount.Overlay;
import jbuild.runner.settings.CustomMount.Owners;
import jbuild.runner.settings.CustomMount.Tmpfs;
import jbuild.runner.settings.FileView.PivotRoot;

/** What is to be shown in a machine, as systemd-nspawn(1), "Mount Options", has it. */
final class MountValue {
  private MountValue() {}

  static Bind bind(String option, String text, boolean readOnly) {
    List<String> fields = Fields.escaped(text);
    String source = fields.get(0);
    if (fields.size() > 3 || fields.size() == 1 && source.isEmpty()) {
      throw BadValue.of(
          option, text, "it is no PATH[:PATH[:OPTIONS]]", "a colon inside a path is \\:");
    }
    Origin origin = origin(option, text, source);
    String alone = origin instanceof Origin.Image ? source.substring(1) : source;
    String target = PathValue.inside(option, text, fields.size() > 1 ? fields.get(1) : alone);
    boolean recursive = true;
    Owners owners = Owners.AS_THEY_ARE;
    for (String word : Fields.of(fields.size() > 2 ? fields.get(2) : "", ",")) {
      switch (word) {
        case "rbind" -> recursive = true;
        case "norbind" -> recursive = false;
        case "noidmap" -> owners = Owners.AS_THEY_ARE;
        case "idmap" -> owners = Owners.MAPPED;
        case "rootidmap" -> owners = Owners.ROOT_OWNER;
        case "owneridmap" -> owners = Owners.TARGET_OWNER;
        default ->
            throw BadValue.of(
                option,
                text,
                "there is no option '" + word + "' of binds",
                "there are rbind, norbind, idmap, noidmap, rootidmap and owneridmap");
      }
    }
    return new Bind(origin, target, readOnly, recursive, owners);
  }

  static Tmpfs tmpfs(String option, String text) {
    List<String> fields = Fields.escaped(text);
    if (fields.size() > 2) {
      // Only the first colon separates: options have colons too, as in mpol=bind:0.
      fields = List.of(fields.get(0), text.substring(afterFirstColon(text)));
    }
    String target = PathValue.inside(option, text, fields.get(0));
    return new Tmpfs(target, fields.size() > 1 ? fields.get(1) : "");
  }

  private static int afterFirstColon(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == ':') {
        return i + 1;
      }
    }
    return text.length();
  }

  static Overlay overlay(String option, String text, boolean readOnly) {
    List<String> fields = Fields.escaped(text);
    if (fields.size() < 2) {
      throw BadValue.of(
          option, text, "an overlay needs at least two directories", "separate them with colons");
    }
    String target = PathValue.inside(option, text, fields.get(fields.size() - 1));
    // Two are the lower one, and one that is upper directory and target.
    int sources = Math.max(fields.size() - 1, 2);
    List<Origin> origins = new ArrayList<>();
    for (int i = 0; i < sources; i++) {
      origins.add(origin(option, text, fields.get(i)));
    }
    if (readOnly) {
      return new Overlay(origins, Optional.empty(), target);
    }
    Origin upper = origins.remove(sources - 1);
    return new Overlay(origins, Optional.of(upper), target);
  }

  static CustomMount inaccessible(String option, String text) {
    Inaccessible hidden = new Inaccessible(PathValue.inside(option, text));
    if (hidden.isRoot()) {
      throw BadValue.of(
          option, text, "nothing of the machine would be left", "name what it is to be without");
    }
    return hidden;
  }

  static PivotRoot pivotRoot(String option, String text) {
    List<String> fields = Fields.escaped(text);
    if (fields.size() > 2) {
      throw BadValue.of(option, text, "it is no PATH[:PATH]", "a colon inside a path is \\:");
    }
    String root = PathValue.inside(option, text, fields.get(0));
    boolean keepsOld = fields.size() > 1 && !fields.get(1).isEmpty();
    return new PivotRoot(
        root,
        keepsOld ? Optional.of(PathValue.inside(option, text, fields.get(1))) : Optional.empty());
  }

  private static Origin origin(String option, String text, String source) {
    if (source.isEmpty()) {
      return new Origin.Temporary();
    }
    return source.startsWith("+")
        ? new Origin.Image(PathValue.inside(option, text, source.substring(1)))
        : new Origin.Host(PathValue.required(option, source));
  }
}
