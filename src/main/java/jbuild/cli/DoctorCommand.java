package jbuild.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.doctor.Finding;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that examines the host. */
final class DoctorCommand implements Callable<Integer> {
  private final CommandSpec spec =
      Grammar.verb(
          "doctor",
          "Try on this host all that jbuild needs, and say how to mend what fails.",
          this);
  private final Supplier<Stream<Finding>> examination;

  DoctorCommand(Supplier<Stream<Finding>> examination) {
    this.examination = examination;
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Finding> findings = examination.get().toList();
    for (Finding finding : findings) {
      String state = finding.state().name().toLowerCase(Locale.ROOT);
      out.println("%-8s%-17s%s".formatted(state, finding.name(), finding.text()));
      finding.fix().ifPresent(fix -> out.println(" ".repeat(25) + "fix: " + fix));
    }
    boolean works = findings.stream().noneMatch(f -> f.state() == Finding.State.BAD);
    return (works ? ExitStatus.DONE : ExitStatus.HOST_CANNOT).code();
  }
}
