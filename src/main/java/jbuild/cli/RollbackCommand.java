package jbuild.cli;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import jbuild.builder.Rollback;
import jbuild.builder.output.Generation;
import jbuild.runner.ExitStatus;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The verb that lets machines start from an earlier build of an image. */
final class RollbackCommand implements Callable<Integer> {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final OutputDirectory output = new OutputDirectory();
  private final CommandSpec spec =
      Grammar.verb(
          "rollback",
          "Start machines from an earlier build of a subvolume; what they have changed goes.",
          this);
  private final PositionalParamSpec image =
      PositionalParamSpec.builder()
          .type(String.class)
          .paramLabel("NAME")
          .arity("1")
          .index("0")
          .description("The image, by the name in its recipe.")
          .build();
  private final PositionalParamSpec generation =
      PositionalParamSpec.builder()
          .type(Integer.class)
          .paramLabel("GENERATION")
          .arity("0..1")
          .index("1")
          .description("What to go back to (default: the one before the current one).")
          .build();
  private final Flag list =
      Flag.of("List the generations that are kept, and change nothing.", "--list");
  private final Value<String> keep =
      Value.text("NAME", "Keep the present image under another name.", "--keep");

  RollbackCommand() {
    output.addTo(spec);
    spec.addOption(list.spec());
    spec.addOption(keep.spec());
    spec.addPositional(image);
    spec.addPositional(generation);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    Rollback rollback = new Rollback(output.path(), image.getValue());
    PrintWriter out = spec.commandLine().getOut();
    if (list.isSet()) {
      rollback.generations().forEach(any -> out.println(line(any)));
    } else {
      Integer number = generation.getValue();
      Generation chosen =
          rollback.to(number == null ? OptionalInt.empty() : OptionalInt.of(number), keep.given());
      out.println(line(chosen));
    }
    return ExitStatus.DONE.code();
  }

  private static String line(Generation any) {
    String line =
        "%4d %s %s%s"
            .formatted(
                any.number(),
                DATE.format(any.built().atZone(ZoneId.systemDefault())),
                any.version().orElse("-"),
                any.current() ? " current" : "");
    return line.strip();
  }
}
