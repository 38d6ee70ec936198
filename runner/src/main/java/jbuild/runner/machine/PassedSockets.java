package jbuild.runner.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** Sockets that our caller has opened for us, and that a payload gets; see sd_listen_fds(3). */
final class PassedSockets {
  private static final String COUNT = "LISTEN_FDS";
  private static final String RECEIVER = "LISTEN_PID";
  private static final int FIRST = 3;
  private static final int MOST = 1024;

  private PassedSockets() {}

  /**
   * Those that the variables name; none when they are meant for another process.
   *
   * @param ours the number of this process
   */
  static List<Fd> named(Map<String, String> variables, long ours) {
    if (!Long.toString(ours).equals(variables.get(RECEIVER))) {
      return List.of();
    }
    List<Fd> sockets = new ArrayList<>();
    int end = FIRST + count(variables.getOrDefault(COUNT, "0"));
    for (int number = FIRST; number < end; number++) {
      Fd socket = new Fd(number, "the socket " + number);
      // What was not passed to us may be Java's own.
      if (!Descriptors.isInherited(socket)) {
        throw failure(socket.name() + " was not passed");
      }
      sockets.add(socket);
    }
    return sockets;
  }

  private static int count(String text) {
    try {
      int count = Integer.parseInt(text);
      if (count >= 0 && count <= MOST) {
        return count;
      }
    } catch (NumberFormatException e) {
      throw failure("$" + COUNT + " is no number: " + text);
    }
    throw failure("$" + COUNT + " is " + text);
  }

  private static Failure failure(String why) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot pass on the sockets that we were given",
        why,
        "unset " + COUNT + " and " + RECEIVER + ", or set them as sd_listen_fds(3) says");
  }
}
