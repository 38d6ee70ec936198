package jbuild.runner.resources;

import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of processors or memory nodes, at least one. */
public record NumberSet(BitSet numbers) {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  /** The largest number of a processor that Linux can be built for. */
  private static final int LARGEST = 8191;

  public NumberSet {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("no numbers");
    }
    numbers = (BitSet) numbers.clone();
  }

  /** Numbers and ranges such as 2-5, separated by commas or white space. */
  public static Optional<NumberSet> parse(String text) {
    BitSet numbers = new BitSet();
    for (String item : text.strip().split("[,\\s]+")) {
      Matcher matcher = RANGE.matcher(item);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (first > last || last > LARGEST) {
        return Optional.empty();
      }
      numbers.set(first, last + 1);
    }
    return Optional.of(new NumberSet(numbers));
  }

  @Override
  public BitSet numbers() {
    return (BitSet) numbers.clone();
  }

  /** As the kernel writes it: 0-2,7. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    int first = numbers.nextSetBit(0);
    while (first != -1) {
      int end = numbers.nextClearBit(first);
      text.append(text.isEmpty() ? "" : ",").append(first);
      if (end > first + 1) {
        text.append('-').append(end - 1);
      }
      first = numbers.nextSetBit(end);
    }
    return text.toString();
  }
}
