package jbuild.cli;

import java.util.ArrayList;
import java.util.List;
import jbuild.runner.nspawn.Argument;
import jbuild.runner.nspawn.Option;
import jbuild.runner.nspawn.Options;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** The options of systemd-nspawn, for verbs that have options of their own beside them. */
final class MachineOptions {
  /** What those without a value mean by themselves; see {@link Words}. */
  static final String OWN_VALUE = "yes";

  private final List<Start.Given> given = new ArrayList<>();

  void addTo(CommandSpec verb) {
    for (Option option : Options.known()) {
      if (Start.takes(option)) {
        verb.addOption(spec(option));
      }
    }
  }

  /** In the order in which they were typed. */
  List<Start.Given> given() {
    return given;
  }

  private OptionSpec spec(Option option) {
    boolean flag = option.argument() == Argument.NONE;
    OptionSpec.Builder builder =
        OptionSpec.builder(option.spellings().toArray(String[]::new))
            .type(flag ? boolean.class : String.class)
            .hidden(option.isOldSpelling())
            .description(option.help() + ".")
            .setter(new Recorder(option));
    return flag ? builder.build() : builder.paramLabel(option.placeholder()).build();
  }

  /** Is told of an option each time that it is typed. */
  private final class Recorder implements ISetter {
    private final Option option;

    Recorder(Option option) {
      this.option = option;
    }

    @Override
    public <T> T set(T value) {
      // picocli also sets what was not typed: to nothing.
      if (value instanceof String text) {
        given.add(new Start.Given(option, text));
      } else if (Boolean.TRUE.equals(value)) {
        given.add(new Start.Given(option, ""));
      }
      return value;
    }
  }
}
