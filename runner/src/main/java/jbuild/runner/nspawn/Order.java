package jbuild.runner.nspawn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Identity;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.Source;

/**
 * What somebody wants who has given options and words: a machine, and how it is shown.
 *
 * @param template what the image's directory is copied from when it is missing
 * @param console what fits our own terminal when empty
 * @param background of our terminal, in numbers of ECMA-48
 */
public record Order(
    MachineSettings settings,
    Optional<Path> template,
    Optional<ConsoleMode> console,
    boolean quiet,
    Optional<String> background) {

  /**
   * All that has to fit together fits, or this fails.
   *
   * @param words a command, or the arguments of the init
   */
  public static Order of(Draft draft, Target target, List<String> words) {
    Conflicts.check(draft, target);
    Later.refuse(draft);
    Map<String, String> variables = new LinkedHashMap<>();
    Payload payload = payload(draft.execution, words, variables);
    boolean ephemeral = draft.image.ephemeral();
    boolean named = draft.execution.machine().isPresent();
    MachineName name = ephemeral && !named ? target.nameOfSnapshot() : target.name();
    ImageDraft image = draft.image;
    MachineSettings settings =
        new MachineSettings(
            new Identity(name, draft.execution.hostname(), draft.execution.uuid()),
            new Source(target.path(), target.kind(), ephemeral, image.policy()),
            payload,
            draft.execution.execution(variables),
            new FileView(
                image.readOnly(),
                image.volatility(),
                image.pivot(),
                draft.mounts.mounts(),
                draft.here.kernelAccess(),
                draft.here.giveOwnTmp()),
            draft.users.users(),
            draft.security.privileges(),
            draft.network.network(),
            draft.execution.resources(),
            draft.integration.integration());
    return new Order(
        settings,
        image.template(),
        draft.frame.console(),
        draft.frame.quiet(),
        draft.frame.background());
  }

  private static Payload payload(
      ExecutionDraft execution, List<String> words, Map<String, String> variables) {
    if (!execution.boots()) {
      return new Payload.Program(words, execution.underStub());
    }
    List<String> arguments = new ArrayList<>();
    for (String word : words) {
      if (!addVariable(word, variables)) {
        arguments.add(word);
      }
    }
    return new Payload.Boot(arguments);
  }

  /** As the kernel does with its command line: what is no setting of a module is a variable. */
  private static boolean addVariable(String word, Map<String, String> variables) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? "" : word.substring(0, equals).replace('-', '_');
    if (!VariableValue.isName(name)) {
      return false;
    }
    variables.put(name, word.substring(equals + 1));
    return true;
  }

  /**
   * Makes the image, if it is missing and there is a template for it. To be called at last.
   *
   * @param copy makes the machine's image from a template
   */
  public void fetchImage(BiConsumer<MachineSettings, Path> copy) {
    Later.refuse(settings);
    if (template.isPresent()) {
      copy.accept(settings, template.get());
    }
  }
}
