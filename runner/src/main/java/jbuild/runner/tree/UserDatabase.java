package jbuild.runner.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.image.ImageTree;

/** The users and groups of a machine, as text: passwd(5) and group(5). */
public record UserDatabase(String users, String groups) {
  private static final int LARGEST = 1 << 20;

  private static final int USER_FIELDS = 7;
  private static final int GROUP_FIELDS = 4;

  public static UserDatabase of(ImageTree image) {
    return new UserDatabase(text(image, "/etc/passwd"), text(image, "/etc/group"));
  }

  private static String text(ImageTree image, String path) {
    byte[] content = image.read(path, LARGEST).orElse(new byte[0]);
    return new String(content, StandardCharsets.UTF_8);
  }

  /** The user of that name or number. A number has no groups but the first one. */
  public Optional<Account> find(String user) {
    for (String line : users.split("\n")) {
      String[] fields = line.split(":", -1);
      if (fields.length == USER_FIELDS && isNumber(fields[2]) && isNumber(fields[3])) {
        boolean named = fields[0].equals(user);
        if (named || fields[2].equals(user)) {
          return Optional.of(account(fields, named));
        }
      }
    }
    return Optional.empty();
  }

  private Account account(String[] fields, boolean named) {
    long gid = Long.parseLong(fields[3]);
    String home = fields[5].startsWith("/") ? fields[5] : "/";
    return new Account(
        fields[0],
        Long.parseLong(fields[2]),
        gid,
        named ? groupsOf(fields[0], gid) : List.of(),
        home,
        fields[6]);
  }

  private List<Long> groupsOf(String user, long first) {
    List<Long> found = new ArrayList<>(List.of(first));
    for (String line : groups.split("\n")) {
      String[] fields = line.split(":", -1);
      if (fields.length == GROUP_FIELDS
          && isNumber(fields[2])
          && List.of(fields[3].split(",")).contains(user)
          && Long.parseLong(fields[2]) != first) {
        found.add(Long.parseLong(fields[2]));
      }
    }
    return found;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && Long.parseLong(text) < 0xFFFF_FFFFL;
  }
}
