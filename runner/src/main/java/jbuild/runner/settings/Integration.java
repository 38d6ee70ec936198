package jbuild.runner.settings;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import jbuild.runner.linux.SharedNamespace;

/**
 * What of a machine follows the host, and what of the host knows the machine.
 *
 * @param resolvConf where names are looked up
 * @param timezone what time it is
 * @param journal whether the host can read the machine's journal
 * @param registration whether the host's machine manager knows the machine
 * @param keepUnit whether the machine stays in the unit that we are in
 * @param credentials secrets handed over to the payload
 * @param manager what the machine is told to be run by
 * @param shared what it has of the host's instead of its own
 */
public record Integration(
    ResolvConf resolvConf,
    Timezone timezone,
    JournalLink journal,
    Registration registration,
    boolean keepUnit,
    List<Credential> credentials,
    String manager,
    Set<SharedNamespace> shared) {
  /** What payloads take for the sign of a container manager whose interfaces they know. */
  public static final String MANAGER = "systemd-nspawn";

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
    Objects.requireNonNull(manager);
    shared = Set.copyOf(shared);
  }

  /** Run by the usual manager, with as much of its own as usual. */
  public Integration(
      ResolvConf resolvConf,
      Timezone timezone,
      JournalLink journal,
      Registration registration,
      boolean keepUnit,
      List<Credential> credentials) {
    this(resolvConf, timezone, journal, registration, keepUnit, credentials, MANAGER, Set.of());
  }

  public Integration with(ResolvConf other) {
    return new Integration(
        other, timezone, journal, registration, keepUnit, credentials, manager, shared);
  }

  public Integration with(Timezone other) {
    return new Integration(
        resolvConf, other, journal, registration, keepUnit, credentials, manager, shared);
  }

  public Integration with(List<Credential> other) {
    return new Integration(
        resolvConf, timezone, journal, registration, keepUnit, other, manager, shared);
  }

  /** The same, but it is told to be run by another manager. */
  public Integration runBy(String other) {
    return new Integration(
        resolvConf, timezone, journal, registration, keepUnit, credentials, other, shared);
  }

  /** The same, in the unit that we are in. */
  public Integration keepingUnit() {
    return new Integration(
        resolvConf, timezone, journal, registration, true, credentials, manager, shared);
  }

  /** The same with these of the host's. */
  public Integration sharing(Set<SharedNamespace> others) {
    return new Integration(
        resolvConf, timezone, journal, registration, keepUnit, credentials, manager, others);
  }
}
