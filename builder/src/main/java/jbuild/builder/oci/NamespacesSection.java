package jbuild.builder.oci;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.SharedNamespace;
import jbuild.runner.settings.UserNamespace;

/**
 * The list {@code linux.namespaces}: what it does not name a machine has in common with the host.
 *
 * @param names of the specification; all that matter when there is no list
 */
record NamespacesSection(Set<String> names, boolean listed) {
  private static final Set<String> KNOWN =
      Set.of("pid", "network", "mount", "ipc", "uts", "user", "cgroup");
  private static final NamespacesSection USUAL =
      new NamespacesSection(Set.of("pid", "mount", "ipc", "uts", "cgroup"), false);

  static NamespacesSection read(Optional<Value> namespaces) {
    if (namespaces.isEmpty()) {
      return USUAL;
    }
    Set<String> names = new HashSet<>();
    for (Value item : namespaces.get().items()) {
      Fields fields = item.fields();
      Optional<Value> type = fields.require("type");
      Optional<String> name = type.flatMap(Value::text);
      fields.refuse("path", "this version of jbuild joins no namespace that is there already");
      fields.end();
      if (name.isPresent() && !KNOWN.contains(name.get())) {
        type.get().wrong("machines have no namespace '" + Shown.text(name.get()) + "'");
      } else if (name.isPresent() && !names.add(name.get())) {
        item.wrong("there is one of this type already");
      }
    }
    if (!names.contains("mount")) {
      namespaces.get().wrong("a machine cannot be without a mount namespace");
    }
    return new NamespacesSection(Set.copyOf(names), true);
  }

  Optional<Boolean> ownNetwork() {
    return listed ? Optional.of(names.contains("network")) : Optional.empty();
  }

  Set<SharedNamespace> shared() {
    Set<SharedNamespace> shared = EnumSet.noneOf(SharedNamespace.class);
    if (!names.contains("pid")) {
      shared.add(SharedNamespace.PROCESSES);
    }
    if (!names.contains("ipc")) {
      shared.add(SharedNamespace.MESSAGES);
    }
    if (!names.contains("uts")) {
      shared.add(SharedNamespace.HOSTNAME);
    }
    return shared;
  }

  /** As in systemd-nspawn: one extent from 0 on, the same for users and groups. */
  Optional<UserNamespace> users(Value linux, Optional<Value> uids, Optional<Value> gids) {
    Optional<UserNamespace> users = uids.flatMap(NamespacesSection::range);
    Optional<UserNamespace> groups = gids.flatMap(NamespacesSection::range);
    if (users.isPresent() && groups.isPresent() && !users.equals(groups)) {
      gids.get().wrong("it is not the same as uidMappings, and jbuild needs that");
    }
    Optional<UserNamespace> range = users.or(() -> groups);
    if (!names.contains("user")) {
      uids.or(() -> gids)
          .filter(value -> !value.isEmpty())
          .ifPresent(value -> value.ignored("there is no user namespace"));
      return Optional.empty();
    }
    boolean given = uids.isPresent() || gids.isPresent();
    if (!given || uids.or(() -> gids).filter(Value::isEmpty).isPresent()) {
      linux
          .problems()
          .wrong(linux.pointer() + "/uidMappings", "it is missing, and there is a user namespace");
    }
    return range;
  }

  private static Optional<UserNamespace> range(Value mappings) {
    List<Value> items = mappings.items();
    if (items.isEmpty()) {
      return Optional.empty();
    }
    if (items.size() > 1) {
      mappings.wrong("jbuild takes one entry only");
      return Optional.empty();
    }
    Fields fields = items.get(0).fields();
    Optional<Value> inside = fields.require("containerID");
    long first = inside.flatMap(Value::id).orElse(0L);
    Optional<Long> base = fields.require("hostID").flatMap(Value::id);
    Optional<Long> size = fields.require("size").flatMap(value -> value.number(1, 0xffff_ffffL));
    fields.end();
    if (first != 0) {
      inside.get().wrong("jbuild maps ids from 0 on only");
    }
    if (base.isEmpty() || size.isEmpty()) {
      return Optional.empty();
    }
    if (!IdMap.Extent.isValid(0, base.get(), size.get())) {
      mappings.wrong("it goes beyond all numbers of users");
      return Optional.empty();
    }
    return Optional.of(new UserNamespace(base.get(), size.get()));
  }
}
