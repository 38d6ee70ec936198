package jbuild.builder.oci;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a configuration in JSON. What is not of the wanted kind is a problem, and then as if
 * it were not there.
 *
 * @param pointer where it stands; see RFC 6901
 */
public record Value(String pointer, Object content, Problems problems) {
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64);

  public void wrong(String what) {
    problems.wrong(pointer, what);
  }

  public void ignored(String why) {
    problems.ignored(pointer, why);
  }

  private <T> Optional<T> not(String kind) {
    wrong("it is not " + kind);
    return Optional.empty();
  }

  /** A text that the kernel can take: without a NUL. */
  public Optional<String> text() {
    if (!(content instanceof String text)) {
      return not("a text");
    }
    if (text.indexOf('\0') != -1) {
      wrong("it has a NUL character");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /** An absolute path that does not climb. */
  public Optional<String> path() {
    Optional<String> text = text();
    if (text.isEmpty()) {
      return text;
    }
    String path = text.get();
    if (!path.startsWith("/")) {
      wrong("the path '" + Shown.text(path) + "' does not begin with /");
      return Optional.empty();
    }
    if ((path + "/").contains("/../")) {
      wrong("the path '" + Shown.text(path) + "' has .. in it");
      return Optional.empty();
    }
    return text;
  }

  public Optional<Boolean> truth() {
    return content instanceof Boolean truth ? Optional.of(truth) : not("true or false");
  }

  /** A whole number in this range. */
  public Optional<Long> number(long least, long most) {
    if (!(content instanceof BigInteger number)) {
      return not("a whole number");
    }
    if (number.compareTo(BigInteger.valueOf(least)) < 0
        || number.compareTo(BigInteger.valueOf(most)) > 0) {
      return not("from " + least + " to " + most);
    }
    return Optional.of(number.longValue());
  }

  /** A number that has 64 bits and no sign. */
  public Optional<Long> unsigned() {
    if (!(content instanceof BigInteger number)) {
      return not("a whole number");
    }
    if (number.signum() < 0 || number.compareTo(LARGEST) >= 0) {
      return not("from 0 to 18446744073709551615");
    }
    return Optional.of(number.longValue());
  }

  /** The same, but any negative number stands for no limit; -1 is returned then. */
  public Optional<Long> limit() {
    return content instanceof BigInteger number && number.signum() < 0
        ? Optional.of(-1L)
        : unsigned();
  }

  /** A user or group: all that 32 bits can hold but the last, which means none. */
  public Optional<Long> id() {
    return number(0, 0xffff_fffeL);
  }

  public List<Value> items() {
    List<Value> items = new ArrayList<>();
    if (!(content instanceof List<?> list)) {
      wrong("it is not a list");
      return items;
    }
    for (Object item : list) {
      items.add(new Value(pointer + "/" + items.size(), item, problems));
    }
    return items;
  }

  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (Value item : items()) {
      item.text().ifPresent(texts::add);
    }
    return texts;
  }

  public Map<String, Value> entries() {
    Map<String, Value> entries = new LinkedHashMap<>();
    if (!(content instanceof Map<?, ?> map)) {
      wrong("it is not an object");
      return entries;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = entry.getKey().toString();
      String place = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
      entries.put(key, new Value(place, entry.getValue(), problems));
    }
    return entries;
  }

  public Fields fields() {
    return new Fields(this, entries());
  }

  /** The same, but {@code null} counts as missing: programs in Go write it for empty lists. */
  public Fields presentFields() {
    Map<String, Value> entries = entries();
    entries.values().removeIf(value -> value.content() == Json.Nothing.NOTHING);
    return new Fields(this, entries);
  }

  public boolean isEmpty() {
    return content instanceof Map<?, ?> map && map.isEmpty()
        || content instanceof List<?> list && list.isEmpty()
        || content.equals("");
  }
}
