package jbuild.runner.settings;

import java.nio.file.Path;
import java.util.Objects;

/**
 * All that is decided about a machine before it starts. Settings that exist are valid.
 *
 * @param identity what it is called
 * @param source where its files come from
 * @param payload what runs in it
 * @param execution how that runs
 * @param files what of the image it sees, and what beside it
 * @param users which users of the host its users are
 * @param privileges what it may do
 * @param network what it has of a network
 * @param resources how much of the host it may use
 * @param integration what of the host's it follows
 * @param particulars what only bundles say
 */
public record MachineSettings(
    Identity identity,
    Source source,
    Payload payload,
    Execution execution,
    FileView files,
    Users users,
    Privileges privileges,
    Network network,
    Resources resources,
    Integration integration,
    Particulars particulars) {

  public MachineSettings {
    Objects.requireNonNull(identity);
    Objects.requireNonNull(source);
    Objects.requireNonNull(payload);
    Objects.requireNonNull(execution);
    Objects.requireNonNull(files);
    Objects.requireNonNull(users);
    Objects.requireNonNull(privileges);
    Objects.requireNonNull(network);
    Objects.requireNonNull(resources);
    Objects.requireNonNull(integration);
    Objects.requireNonNull(particulars);
  }

  /** Without particulars. */
  public MachineSettings(
      Identity identity,
      Source source,
      Payload payload,
      Execution execution,
      FileView files,
      Users users,
      Privileges privileges,
      Network network,
      Resources resources,
      Integration integration) {
    this(
        identity,
        source,
        payload,
        execution,
        files,
        users,
        privileges,
        network,
        resources,
        integration,
        Particulars.NONE);
  }

  /** Nothing special: the defaults of systemd-nspawn. */
  public static MachineSettings of(MachineName name, Path root, Payload payload) {
    return new MachineSettings(
        Identity.of(name),
        Source.directory(root),
        payload,
        Execution.STANDARD,
        FileView.STANDARD,
        Users.STANDARD,
        Privileges.STANDARD,
        Network.STANDARD,
        Resources.STANDARD,
        Integration.STANDARD);
  }

  public MachineName name() {
    return identity.name();
  }

  /** Whether the payload is the image's init. */
  public boolean boots() {
    return payload instanceof Payload.Boot;
  }

  public MachineSettings with(Identity other) {
    return new MachineSettings(
        other,
        source,
        payload,
        execution,
        files,
        users,
        privileges,
        network,
        resources,
        integration,
        particulars);
  }

  public MachineSettings with(Source other) {
    return new MachineSettings(
        identity,
        other,
        payload,
        execution,
        files,
        users,
        privileges,
        network,
        resources,
        integration,
        particulars);
  }

  public MachineSettings with(Execution other) {
    return new MachineSettings(
        identity,
        source,
        payload,
        other,
        files,
        users,
        privileges,
        network,
        resources,
        integration,
        particulars);
  }

  public MachineSettings with(FileView other) {
    return new MachineSettings(
        identity,
        source,
        payload,
        execution,
        other,
        users,
        privileges,
        network,
        resources,
        integration,
        particulars);
  }

  public MachineSettings with(Users other) {
    return new MachineSettings(
        identity,
        source,
        payload,
        execution,
        files,
        other,
        privileges,
        network,
        resources,
        integration,
        particulars);
  }

  public MachineSettings with(Privileges other) {
    return new MachineSettings(
        identity,
        source,
        payload,
        execution,
        files,
        users,
        other,
        network,
        resources,
        integration,
        particulars);
  }

  public MachineSettings with(Network other) {
    return new MachineSettings(
        identity,
        source,
        payload,
        execution,
        files,
        users,
        privileges,
        other,
        resources,
        integration,
        particulars);
  }

  public MachineSettings with(Resources other) {
    return new MachineSettings(
        identity,
        source,
        payload,
        execution,
        files,
        users,
        privileges,
        network,
        other,
        integration,
        particulars);
  }

  public MachineSettings with(Integration other) {
    return new MachineSettings(
        identity,
        source,
        payload,
        execution,
        files,
        users,
        privileges,
        network,
        resources,
        other,
        particulars);
  }

  public MachineSettings with(Particulars other) {
    return new MachineSettings(
        identity,
        source,
        payload,
        execution,
        files,
        users,
        privileges,
        network,
        resources,
        integration,
        other);
  }
}
