package jbuild.runner.nspawn;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What options, and the keys of a settings file, have said of a machine so far.
 *
 * <p>Each value is checked when it arrives; what has to fit together is looked at in the end, by
 * {@link Order}.
 */
public final class Draft implements Getopt.Sink {
  final FrameDraft frame = new FrameDraft();
  final ImageDraft image = new ImageDraft();
  final ExecutionDraft execution;
  final UsersDraft users = new UsersDraft();
  final NetworkDraft network = new NetworkDraft();
  final SecurityDraft security = new SecurityDraft();
  final IntegrationDraft integration;
  final MountsDraft mounts = new MountsDraft();
  final Surroundings here;

  private final Set<Group> set = EnumSet.noneOf(Group.class);
  private Optional<String> asked = Optional.empty();
  private boolean keepsEntrypoint;

  public Draft(Surroundings here) {
    this.here = here;
    execution = new ExecutionDraft(here);
    integration = new IntegrationDraft(here);
  }

  @Override
  public boolean option(Option option) {
    return option.argument() == Argument.NAME
        ? take(option, "")
        : option(option, option.argument() == Argument.OPTIONAL ? "yes" : "");
  }

  /** False when the option asks for a text instead of a machine: {@link #asked} knows which. */
  @Override
  public boolean option(Option option, String value) {
    // What used to be another option's name.
    return take(option.argument() == Argument.NAME ? Options.of("uid") : option, value);
  }

  /** As if it had been given, but it masks nothing. */
  void preset(String name, String value) {
    set(Options.of(name), name, value);
  }

  /** Whether options say where the machine's files come from. */
  public boolean namesImage() {
    return image.directory().isPresent()
        || image.image().isPresent()
        || image.template().isPresent()
        || image.layers().isPresent()
        || image.bundle().isPresent();
  }

  private boolean take(Option option, String value) {
    asked = HelpText.find(option, value);
    if (asked.isEmpty()) {
      if (option.group() == Group.NETWORK && !isSet(Group.NETWORK)) {
        // Whoever names a network does not want the usual one beside it.
        network.forget(Group.NETWORK);
      }
      set(option, option.name().isEmpty() ? option.shown() : option.name(), value);
      set.add(option.group());
    }
    return asked.isEmpty();
  }

  /** Takes what a settings file says to an option that has a name. */
  void setFromFile(Option option, String value) {
    set(option, option.name(), value);
    set.add(option.group());
  }

  private void set(Option option, String id, String value) {
    switch (option.section()) {
      case GENERIC, IO -> frame.set(id, value);
      case IMAGE -> image.set(id, value);
      case EXECUTION, IDENTITY, RESOURCES -> execution.set(id, value);
      case PROPERTIES -> property(id, value);
      case USERS -> users.set(id, value);
      case NETWORKING, UPLINKS -> network.set(id, value);
      case SECURITY -> security.set(id, value);
      case INTEGRATION, CREDENTIALS -> integration.set(id, value);
      case MOUNTS -> mount(option, id, value);
    }
  }

  private void property(String id, String value) {
    if (id.equals("register") || id.equals("keep-unit")) {
      integration.set(id, value);
    } else {
      execution.set(id, value);
    }
  }

  private void mount(Option option, String id, String value) {
    if (option.group() == Group.BOUND_USERS) {
      users.set(id, value);
    } else {
      mounts.set(id, value);
    }
  }

  /** Whether an option, or a key, of the group was given. */
  public boolean isSet(Group group) {
    return set.contains(group);
  }

  /** The groups of all that was given. */
  public Set<Group> groups() {
    return Collections.unmodifiableSet(EnumSet.copyOf(set));
  }

  /** As if nothing of the group had been given. */
  public void forget(Group group) {
    set.remove(group);
    image.forget(group);
    execution.forget(group);
    users.forget(group);
    network.forget(group);
    security.forget(group);
    if (group == Group.MOUNTS) {
      mounts.forget();
    }
  }

  /** Says that the group was given, by words that are no option: a command. */
  public void markSet(Group group) {
    set.add(group);
  }

  /** The bundle that says what the options leave open; there is no settings file then. */
  public Optional<Path> bundle() {
    return image.bundle();
  }

  /** The machine's files are there, unless options say where they come from. */
  public void startFrom(Path directory) {
    if (!image.isNamed()) {
      image.set("directory", directory.toString());
    }
  }

  /** Whether options say where the machine's files come from, other than by a bundle. */
  public boolean hasRoot() {
    return image.isNamed();
  }

  /** What a file beside the image says is for machines that boot, and nobody expects it here. */
  public void passOverFiles() {
    frame.passOverUnsafe();
  }

  /** A file beside the image says what a recipe can say; that was written by whoever built it. */
  public void trustRecipe() {
    frame.trustRecipe();
  }

  /** A command takes the place of an image's own words only: its entrypoint stays in front. */
  public void keepEntrypoint() {
    keepsEntrypoint = true;
  }

  public boolean keepsEntrypoint() {
    return keepsEntrypoint;
  }

  public SettingsMode settingsMode() {
    return frame.settings();
  }

  public boolean wantsCleanup() {
    return frame.cleanup();
  }

  /** The text that was asked for, instead of a machine. */
  public Optional<String> asked() {
    return asked;
  }
}
