package jbuild.runner.bus;

import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** A service of the host refused what it was asked for, or does not answer. */
public final class BusFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /** What is told where no service has given a name to its error. */
  private static final String NO_NAME = "";

  private final String error;

  private BusFailure(String error, String what, String why, String fix, Throwable cause) {
    super(ExitStatus.HOST_CANNOT, what, why, fix, List.of(), cause);
    this.error = error;
  }

  /** For example {@code org.freedesktop.DBus.Error.AccessDenied}; empty when nobody answered. */
  public String error() {
    return error;
  }

  static BusFailure refused(String call, Message answer) {
    String error = answer.text(Message.Field.ERROR_NAME);
    List<Value> body = answer.body();
    boolean told = !body.isEmpty() && body.get(0) instanceof Value.Text;
    return new BusFailure(
        error,
        "cannot call " + call,
        told ? body.get(0).asText() : error,
        "run as root; 'journalctl -b' may say more",
        null);
  }

  static BusFailure silent(String what, String why, Throwable cause) {
    return new BusFailure(
        NO_NAME, what, why, "see 'systemctl status dbus' and 'journalctl -b' of this host", cause);
  }

  static BusFailure unexpected(Value value, String wanted) {
    return new BusFailure(
        NO_NAME,
        "cannot understand an answer on the bus",
        "it is of type " + value.signature() + ", but should be " + wanted,
        "update the service that was asked",
        null);
  }
}
