package jbuild.runner.users;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A user of the host with the number that a machine knows the user by. */
record BoundUser(HostUser user, long id, Optional<String> shell, List<String> groups) {
  private static final String SERVICE = "io.systemd.NSpawn";
  private static final int PUBLIC = 0644;
  private static final int SECRET = 0600;

  String home() {
    return "/run/host/home/" + user.name();
  }

  /** The records of systemd's "JSON User Records" and "JSON Group Records", and their links. */
  List<UserdbEntry> records() {
    List<UserdbEntry> records = new ArrayList<>();
    Json group =
        new Json().text("groupName", user.name()).number("gid", id).text("service", SERVICE);
    add(records, ".group", group, PUBLIC);
    user.password()
        .ifPresent(
            hash -> {
              Json secrets = new Json().texts("hashedPassword", List.of(hash));
              Json record = new Json().object("privileged", secrets);
              add(records, ".user-privileged", record, SECRET);
            });
    add(records, ".user", userRecord(), PUBLIC);
    for (String name : groups) {
      records.add(new UserdbEntry.File(user.name() + ":" + name + ".membership", "", PUBLIC));
    }
    return records;
  }

  private Json userRecord() {
    Json record =
        new Json()
            .text("userName", user.name())
            .number("uid", id)
            .number("gid", id)
            .text("homeDirectory", home())
            .text("service", SERVICE);
    shell.ifPresent(path -> record.text("shell", path));
    if (!groups.isEmpty()) {
      record.texts("memberOf", groups);
    }
    return record;
  }

  private void add(List<UserdbEntry> records, String suffix, Json content, int mode) {
    String name = user.name() + suffix;
    records.add(new UserdbEntry.Link(id + suffix, name));
    records.add(new UserdbEntry.File(name, content + "\n", mode));
  }
}
