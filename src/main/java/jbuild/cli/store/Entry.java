package jbuild.cli.store;

import java.util.List;

/**
 * A verb in the list of all.
 *
 * @param words what follows it, as help shows it
 * @param least how many words must follow
 * @param most how many may
 * @param complaint what machinectl and importctl say before the reason when it fails
 * @param options those that it takes as a verb of jbuild
 * @param explanation of the words that follow it, in lines, where they need one
 */
public record Entry(
    String name,
    String words,
    int least,
    int most,
    String complaint,
    String description,
    List<Option> options,
    List<String> explanation) {
  static final int ANY = Integer.MAX_VALUE;

  public Entry {
    options = List.copyOf(options);
    explanation = List.copyOf(explanation);
  }

  /** One whose words say enough. */
  Entry(
      String name,
      String words,
      int least,
      int most,
      String complaint,
      String description,
      List<Option> options) {
    this(name, words, least, most, complaint, description, options, List.of());
  }
}
