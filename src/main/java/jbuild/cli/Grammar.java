package jbuild.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Describes verbs to picocli. Not by annotations: the JVM makes proxies of them at each start. */
final class Grammar {
  private Grammar() {}

  /** A verb with what all of them have: a description, help and a version. */
  static CommandSpec verb(String name, String description, Callable<Integer> action) {
    CommandSpec verb = CommandSpec.wrapWithoutInspection(action).name(name);
    verb.versionProvider(new VersionText()).usageMessage().description(description);
    OptionSpec.Builder help = OptionSpec.builder("-h", "--help").usageHelp(true);
    OptionSpec.Builder version = OptionSpec.builder("-V", "--version").versionHelp(true);
    return verb.addOption(help.description("Show this help message and exit.").build())
        .addOption(version.description("Print version information and exit.").build());
  }

  static CommandSpec verb(
      String name, String description, String footer, Callable<Integer> action) {
    CommandSpec verb = verb(name, description, action);
    verb.usageMessage().footer(footer);
    return verb;
  }
}
