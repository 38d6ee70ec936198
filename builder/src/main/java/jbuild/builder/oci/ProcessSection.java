package jbuild.builder.oci;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.linux.ResourceLimit.Resource;
import jbuild.runner.settings.Particulars.CapabilitySets;
import jbuild.runner.settings.Particulars.Ids;

/** Reads the object {@code process}. */
final class ProcessSection {
  private static final Pattern VARIABLE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
  private static final String LIMIT = "RLIMIT_";
  private static final int WORST_SCORE = 1000;
  private static final int LARGEST_UMASK = 0777;
  private static final int LARGEST_SIZE = 0xffff;

  private ProcessSection() {}

  static OciProcess read(Value process) {
    Fields fields = process.fields();
    Optional<Fields> user = fields.find("user").map(Value::fields);
    Optional<Ids> ids = user.flatMap(ProcessSection::ids);
    OptionalInt umask = integer(user.flatMap(found -> found.find("umask")), 0, LARGEST_UMASK);
    user.ifPresent(
        found -> {
          found.ignore("username", "it means something on other systems only");
          found.end();
        });
    fields.find("consoleSize").ifPresent(ProcessSection::checkSize);
    Optional<Value> apparmor = fields.find("apparmorProfile");
    apparmor
        .filter(value -> !value.isEmpty() && !value.content().equals("unconfined"))
        .ifPresent(value -> value.wrong("jbuild sets no profile of AppArmor"));
    fields.refuse("scheduler", "jbuild does not set the scheduling policy");
    fields.refuse("ioPriority", "jbuild does not set the priority of input and output");
    fields.refuse("execCPUAffinity", "programs are not added to machines this way");
    fields.ignore("commandLine", "it means something on other systems only");
    OciProcess read =
        new OciProcess(
            fields.find("args").map(ProcessSection::args).orElse(List.of()),
            fields.find("env").map(ProcessSection::environment).orElse(Map.of()),
            fields.find("cwd").flatMap(Value::path),
            ids,
            umask,
            fields.find("rlimits").map(ProcessSection::limits).orElse(List.of()),
            fields.find("capabilities").map(ProcessSection::capabilities),
            fields.find("noNewPrivileges").flatMap(Value::truth),
            integer(fields.find("oomScoreAdj"), -WORST_SCORE, WORST_SCORE),
            fields.find("terminal").flatMap(Value::truth),
            fields.find("selinuxLabel").flatMap(Value::text).filter(text -> !text.isEmpty()));
    fields.end();
    return read;
  }

  private static OptionalInt integer(Optional<Value> value, int least, int most) {
    Optional<Long> number = value.flatMap(found -> found.number(least, most));
    return number.isPresent() ? OptionalInt.of(number.get().intValue()) : OptionalInt.empty();
  }

  private static void checkSize(Value size) {
    Fields fields = size.fields();
    fields.require("height").ifPresent(value -> value.number(1, LARGEST_SIZE));
    fields.require("width").ifPresent(value -> value.number(1, LARGEST_SIZE));
    fields.end();
    size.ignored("a terminal has the size of ours");
  }

  private static List<String> args(Value args) {
    List<String> words = args.texts();
    if (args.isEmpty()) {
      args.wrong("it names no program");
    } else if (!words.isEmpty() && words.get(0).isEmpty()) {
      args.wrong("the name of the program is empty");
    }
    return words;
  }

  private static Map<String, String> environment(Value env) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Value item : env.items()) {
      Optional<String> text = item.text();
      var matcher = VARIABLE.matcher(text.orElse(""));
      if (matcher.matches()) {
        variables.put(matcher.group(1), matcher.group(2));
      } else if (text.isPresent()) {
        item.wrong("it is no NAME=VALUE");
      }
    }
    return variables;
  }

  private static Optional<Ids> ids(Fields user) {
    Optional<Long> uid = user.require("uid").flatMap(Value::id);
    Optional<Long> gid = user.require("gid").flatMap(Value::id);
    List<Long> groups = new ArrayList<>();
    for (Value group : user.find("additionalGids").map(Value::items).orElse(List.of())) {
      group.id().ifPresent(groups::add);
    }
    return uid.isPresent() && gid.isPresent()
        ? Optional.of(new Ids(uid.get(), gid.get(), groups))
        : Optional.empty();
  }

  private static List<ResourceLimit> limits(Value rlimits) {
    Map<Resource, ResourceLimit> limits = new LinkedHashMap<>();
    for (Value item : rlimits.items()) {
      Fields fields = item.fields();
      Optional<Resource> type = fields.require("type").flatMap(ProcessSection::resource);
      Optional<Long> soft = fields.require("soft").flatMap(Value::limit);
      Optional<Long> hard = fields.require("hard").flatMap(Value::limit);
      fields.end();
      if (type.isPresent() && soft.isPresent() && hard.isPresent()) {
        if (Long.compareUnsigned(soft.get(), hard.get()) > 0) {
          item.wrong("its soft limit is above its hard one");
        } else if (limits.containsKey(type.get())) {
          item.wrong("there is a limit of this type already");
        } else {
          limits.put(type.get(), new ResourceLimit(type.get(), soft.get(), hard.get()));
        }
      }
    }
    return List.copyOf(limits.values());
  }

  private static Optional<Resource> resource(Value type) {
    Optional<String> name = type.text();
    for (Resource resource : Resource.values()) {
      if (name.isPresent() && name.get().equals(LIMIT + resource)) {
        return Optional.of(resource);
      }
    }
    name.ifPresent(text -> type.wrong("Linux has no limit '" + Shown.text(text) + "'"));
    return Optional.empty();
  }

  private static CapabilitySets capabilities(Value capabilities) {
    Fields fields = capabilities.fields();
    CapabilitySets sets =
        new CapabilitySets(
            fields.find("bounding").map(ProcessSection::set),
            fields.find("permitted").map(ProcessSection::set),
            fields.find("effective").map(ProcessSection::set),
            fields.find("inheritable").map(ProcessSection::set),
            fields.find("ambient").map(ProcessSection::set));
    fields.end();
    return sets;
  }

  private static Set<Capability> set(Value names) {
    Set<Capability> set = EnumSet.noneOf(Capability.class);
    for (Value name : names.items()) {
      Optional<String> text = name.text();
      boolean known = false;
      for (Capability capability : Capability.values()) {
        if (text.isPresent() && text.get().equalsIgnoreCase(capability.manualName())) {
          set.add(capability);
          known = true;
        }
      }
      if (text.isPresent() && !known) {
        name.wrong("Linux has no capability '" + Shown.text(text.get()) + "'");
      }
    }
    return set;
  }
}
