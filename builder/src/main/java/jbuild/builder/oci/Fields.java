package jbuild.builder.oci;

import java.util.Map;
import java.util.Optional;

/**
 * An object of a bundle's configuration, read field by field; what nobody has read is a problem.
 */
public final class Fields {
  private final Value object;
  private final Map<String, Value> unread;

  Fields(Value object, Map<String, Value> fields) {
    this.object = object;
    this.unread = fields;
  }

  public Optional<Value> find(String name) {
    return Optional.ofNullable(unread.remove(name));
  }

  public Optional<Value> require(String name) {
    Optional<Value> found = find(name);
    if (found.isEmpty()) {
      object.problems().wrong(object.pointer() + "/" + name, "it is missing");
    }
    return found;
  }

  /** What matters only to other programs, or is done anyway. */
  public void ignore(String name, String why) {
    find(name).filter(value -> !value.isEmpty()).ifPresent(value -> value.ignored(why));
  }

  /** A machine without it would not be what its maker wants. */
  public void refuse(String name, String why) {
    find(name).filter(value -> !value.isEmpty()).ifPresent(value -> value.wrong(why));
  }

  /** To be called when all are read. */
  public void end() {
    for (Value value : unread.values()) {
      value.wrong("jbuild does not know this");
    }
  }
}
