package jbuild.runner.machine;

/** The exit status of a program that ran a machine, by how the machine ended. */
public enum Statuses {
  /** A machine that a signal to us has ended leaves the status of programs that it ends. */
  JBUILD {
    @Override
    int ofKilled(int received) {
      return received == 0 ? FAILED : OF_SIGNALS + received;
    }

    @Override
    int ofReboot() {
      return 0;
    }
  },
  /** As systemd-nspawn has it. */
  NSPAWN {
    @Override
    int ofKilled(int received) {
      return received == HANGUP ? OF_SIGNALS + received : FAILED;
    }

    @Override
    int ofReboot() {
      return REBOOT;
    }
  };

  private static final int FAILED = 1;
  private static final int OF_SIGNALS = 128;
  private static final int HANGUP = 1;

  /** What asks whoever started us to start us again; so it is no status to pass on. */
  private static final int REBOOT = 133;

  abstract int ofKilled(int received);

  abstract int ofReboot();

  /**
   * @param received the signal that ended the machine through us; 0 for none
   */
  int of(Outcome outcome, int received) {
    return switch (outcome.kind()) {
      case EXITED -> outcome.number() == REBOOT ? FAILED : outcome.number();
      case KILLED -> ofKilled(received);
      case POWERED_OFF -> 0;
      case REBOOTED -> ofReboot();
    };
  }
}
