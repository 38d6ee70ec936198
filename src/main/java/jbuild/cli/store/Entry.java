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
 */
public record Entry(
    String name,
    String words,
    int least,
    int most,
    String complaint,
    String description,
    List<Option> options) {
  static final int ANY = Integer.MAX_VALUE;

  public Entry {
    options = List.copyOf(options);
  }
}
