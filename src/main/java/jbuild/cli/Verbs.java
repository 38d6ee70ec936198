package jbuild.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The verbs. Only those that were typed are made: to look at each class would cost time. */
final class Verbs {
  private static final Set<String> LISTING = Set.of("-h", "--help", "completion");

  /** A verb by its name. */
  record Verb(String name, Object command) {}

  private final Map<String, Supplier<Object>> makers;

  Verbs(Words typed) {
    this.makers = Map.of("completion", CompletionCommand::new);
  }

  /** What a first word that is no verb goes to. */
  Object root() {
    return new CompletionCommand();
  }

  /** All of them, when all are to be listed. */
  Stream<Verb> typedIn(Words words) {
    List<String> own = words.own();
    boolean all = own.stream().anyMatch(LISTING::contains);
    return makers.entrySet().stream()
        .filter(maker -> all || own.contains(maker.getKey()))
        .map(maker -> new Verb(maker.getKey(), maker.getValue().get()));
  }
}
