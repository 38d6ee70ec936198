package jbuild.runner.nspawn;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import jbuild.runner.Numbers;
import jbuild.runner.linux.SharedNamespace;
import jbuild.runner.settings.Credential;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.Integration.JournalLink;
import jbuild.runner.settings.Integration.Registration;
import jbuild.runner.settings.Integration.Timezone;
import jbuild.runner.settings.ResolvConf;

/** How machine and host work together, as far as options have said it. */
final class IntegrationDraft {
  private static final String PREFIX = "SYSTEMD_NSPAWN_";

  private final Surroundings here;
  private ResolvConf resolvConf = ResolvConf.AUTO;
  private Timezone timezone = Timezone.AUTO;
  private JournalLink journal = JournalLink.AUTO;
  private Registration registration = Registration.AUTO;
  private boolean keepUnit;
  private final Map<String, Credential> credentials = new LinkedHashMap<>();
  private int secretBytes;
  private final Map<String, String> forwarding = new LinkedHashMap<>();

  IntegrationDraft(Surroundings here) {
    this.here = here;
  }

  void set(String option, String value) {
    switch (option) {
      case "resolv-conf" ->
          resolvConf =
              Modes.orTruth(option, value, ResolvConf.values(), ResolvConf.AUTO, ResolvConf.OFF);
      case "timezone" ->
          timezone = Modes.orTruth(option, value, Timezone.values(), Timezone.AUTO, Timezone.OFF);
      case "link-journal" ->
          journal =
              Modes.orTruth(option, value, JournalLink.values(), JournalLink.AUTO, JournalLink.NO);
      case "-j" -> journal = JournalLink.TRY_GUEST;
      case "register" ->
          registration =
              Modes.orTruth(
                  option, value, Registration.values(), Registration.YES, Registration.NO);
      case "keep-unit" -> keepUnit = true;
      case "forward-journal" ->
          forwarding.put(option, PathValue.required(option, value).toString());
      case "forward-journal-max-use",
          "forward-journal-keep-free",
          "forward-journal-max-file-size" ->
          forwarding.put(option, Long.toString(ByteSize.of(option, value)));
      case "forward-journal-max-files" -> forwarding.put(option, count(option, value));
      case "set-credential" -> add(option, value, CredentialValue.literal(option, value));
      case "load-credential" ->
          add(option, value, CredentialValue.loaded(option, value, here.environment()));
      default -> throw new IllegalArgumentException("no option of integration: " + option);
    }
  }

  private static String count(String option, String value) {
    OptionalLong number = Numbers.decimal(value);
    if (number.isEmpty()) {
      throw BadValue.of(option, value, "it is no number", "write one");
    }
    return value;
  }

  private void add(String option, String value, Credential credential) {
    if (credentials.putIfAbsent(credential.id(), credential) != null) {
      throw BadValue.of(
          option, credential.id() + ":...", "there is one of this name already", "give it once");
    }
    secretBytes += credential.secret().length;
    if (secretBytes > CredentialValue.LARGEST) {
      throw CredentialValue.tooMuch();
    }
  }

  JournalLink journal() {
    return journal;
  }

  boolean hasCredentials() {
    return !credentials.isEmpty();
  }

  /** What says how the journal is collected, by option. */
  Map<String, String> forwarding() {
    return forwarding;
  }

  Optional<String> forwardingLimit() {
    for (String name : forwarding.keySet()) {
      if (!name.equals("forward-journal")) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** What variables of our own environment say is shared; see ENVIRONMENT.md of systemd. */
  Set<SharedNamespace> shared() {
    Set<SharedNamespace> shared = EnumSet.noneOf(SharedNamespace.class);
    boolean all = here.says(PREFIX + "SHARE_SYSTEM");
    if (all || here.says(PREFIX + "SHARE_NS_PID")) {
      shared.add(SharedNamespace.PROCESSES);
    }
    if (all || here.says(PREFIX + "SHARE_NS_UTS")) {
      shared.add(SharedNamespace.HOSTNAME);
    }
    if (all || here.says(PREFIX + "SHARE_NS_IPC")) {
      shared.add(SharedNamespace.MESSAGES);
    }
    return shared;
  }

  Integration integration() {
    String manager = here.variable(PREFIX + "CONTAINER_SERVICE");
    return new Integration(
        resolvConf,
        timezone,
        journal,
        registration,
        keepUnit,
        List.copyOf(credentials.values()),
        manager.isEmpty() ? Integration.MANAGER : manager,
        shared());
  }
}
