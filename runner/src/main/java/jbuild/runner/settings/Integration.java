package jbuild.runner.settings;

import java.util.List;
import java.util.Objects;

/**
 * What of a machine follows the host, and what of the host knows the machine.
 *
 * @param resolvConf where names are looked up
 * @param timezone what time it is
 * @param journal whether the host can read the machine's journal
 * @param registration whether the host's machine manager knows the machine
 * @param keepUnit whether the machine stays in the unit that we are in
 * @param credentials secrets handed over to the payload
 */
public record Integration(
    ResolvConf resolvConf,
    Timezone timezone,
    JournalLink journal,
    Registration registration,
    boolean keepUnit,
    List<Credential> credentials) {
  /** What systemd-nspawn does when it is not told otherwise. */
  public static final Integration STANDARD =
      new Integration(
          ResolvConf.AUTO, Timezone.AUTO, JournalLink.AUTO, Registration.AUTO, false, List.of());

  /** None: the image is left as it is. */
  public static final Integration NONE =
      new Integration(
          ResolvConf.OFF, Timezone.OFF, JournalLink.NO, Registration.NO, true, List.of());

  /** See systemd-nspawn(1), --timezone=. */
  public enum Timezone {
    OFF,
    COPY,
    BIND,
    SYMLINK,
    DELETE,
    AUTO
  }

  /** See systemd-nspawn(1), --link-journal=. */
  public enum JournalLink {
    NO,
    HOST,
    TRY_HOST,
    GUEST,
    TRY_GUEST,
    AUTO
  }

  /** See systemd-nspawn(1), --register=. */
  public enum Registration {
    NO,
    YES,
    /** Where there is somebody to register with. */
    AUTO
  }

  public Integration {
    Objects.requireNonNull(resolvConf);
    Objects.requireNonNull(timezone);
    Objects.requireNonNull(journal);
    Objects.requireNonNull(registration);
    credentials = List.copyOf(credentials);
  }

  public Integration with(ResolvConf other) {
    return new Integration(other, timezone, journal, registration, keepUnit, credentials);
  }
}
