package jbuild.runner.users;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Numbers;

/**
 * The users in the files of a host; directory services are not asked. See passwd(5), group(5) and
 * shadow(5).
 */
final class HostUsers {
  private static final int PASSWD_FIELDS = 7;
  private static final long NOBODY = 65534;
  private static final String FIX =
      "name a user of /etc/passwd with a group of the same name: users of directory services, root"
          + " and nobody cannot be bound";

  private final Path etc;

  HostUsers(Path etc) {
    this.etc = etc;
  }

  /** The user, who must be one that can be bound. */
  HostUser find(String name) {
    if (!UserName.isValid(name)) {
      throw unusable(name, "that is no name of a user");
    }
    String[] user =
        line("passwd", name, PASSWD_FIELDS)
            .orElseThrow(() -> unusable(name, "there is no such user in " + etc + "/passwd"));
    long uid = Numbers.id(user[2]).orElse(-1);
    long gid = Numbers.id(user[3]).orElse(-1);
    if (uid < 0 || gid < 0) {
      throw unusable(name, "the user has no number in " + etc + "/passwd");
    }
    if (uid == 0) {
      throw unusable(name, "Mapping 'root' user not supported, sorry.");
    }
    if (uid == NOBODY) {
      throw unusable(name, "Mapping 'nobody' user not supported, sorry.");
    }
    if (!nameOfGroup(gid).equals(Optional.of(name))) {
      throw unusable(
          name, "Sorry, mapping users without private groups is currently not supported.");
    }
    Optional<String> password =
        line("shadow", name, 2).map(fields -> text(fields[1])).filter(HostUsers::isHash);
    return new HostUser(name, uid, gid, text(user[5]), text(user[6]), password);
  }

  private Optional<String> nameOfGroup(long gid) {
    String number = Long.toString(gid);
    for (String[] fields : TakenIds.fields(etc.resolve("group"))) {
      if (fields.length > 2 && fields[2].equals(number)) {
        return Optional.of(fields[0]);
      }
    }
    return Optional.empty();
  }

  private Optional<String[]> line(String file, String name, int atLeast) {
    List<String[]> lines = TakenIds.fields(etc.resolve(file));
    for (String[] fields : lines) {
      if (fields.length >= atLeast && fields[0].equals(name)) {
        return Optional.of(fields);
      }
    }
    return Optional.empty();
  }

  /** Fields are read byte by byte; what is shown or opened again is UTF-8. */
  private static String text(String field) {
    return new String(field.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  static Failure unusable(String name, String why) {
    return new Failure(ExitStatus.FAILED, "cannot use --bind-user=" + name, why, FIX);
  }

  /** No password has the hash x or *, which may stand behind the marks of a locked account. */
  private static boolean isHash(String text) {
    String unlocked = text.replaceFirst("^!+", "");
    return !text.isEmpty() && !unlocked.equals("x") && !unlocked.equals("*");
  }
}
