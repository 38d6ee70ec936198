package jbuild.runner.linux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A path as the kernel has it: bytes. As a String it could lose names that are not UTF-8. */
public final class BytePath implements Comparable<BytePath> {
  private static final byte DELETE = 0x7f;

  private final byte[] terminated;

  private BytePath(byte[] path) {
    for (byte b : path) {
      if (b == 0) {
        throw new IllegalArgumentException("a path cannot contain NUL");
      }
    }
    this.terminated = Arrays.copyOf(path, path.length + 1);
  }

  public static BytePath of(byte[] path) {
    return new BytePath(path);
  }

  public static BytePath of(String path) {
    return new BytePath(path.getBytes(StandardCharsets.UTF_8));
  }

  /** This path, a slash and the other path; the other alone when this one is empty. */
  public BytePath slash(BytePath below) {
    if (terminated.length == 1) {
      return below;
    }
    byte[] joined = Arrays.copyOf(terminated, terminated.length + below.terminated.length - 1);
    joined[terminated.length - 1] = '/';
    System.arraycopy(below.terminated, 0, joined, terminated.length, below.terminated.length - 1);
    return new BytePath(joined);
  }

  /** What comes before the last slash; a dot when there is none. */
  public BytePath parent() {
    int slash = lastSlash();
    return slash < 0 ? of(".") : new BytePath(Arrays.copyOf(terminated, slash));
  }

  /** What comes after the last slash; all of it when there is none. */
  public BytePath name() {
    return new BytePath(Arrays.copyOfRange(terminated, lastSlash() + 1, terminated.length - 1));
  }

  private int lastSlash() {
    int at = terminated.length - 1;
    while (at >= 0 && terminated[at] != '/') {
      at--;
    }
    return at;
  }

  public boolean isEmpty() {
    return terminated.length == 1;
  }

  /** Without the NUL. */
  public byte[] bytes() {
    return Arrays.copyOf(terminated, terminated.length - 1);
  }

  /** For C: ends with a NUL. */
  byte[] terminated() {
    return terminated;
  }

  /** By the bytes, so that the order is the same on every host. */
  @Override
  public int compareTo(BytePath other) {
    return Arrays.compareUnsigned(terminated, other.terminated);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BytePath path && Arrays.equals(terminated, path.terminated);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(terminated);
  }

  /** For people: a name from an image must not send control sequences to their terminal. */
  @Override
  public String toString() {
    String text = new String(terminated, 0, terminated.length - 1, StandardCharsets.UTF_8);
    if (isPlain()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) ? '?' : c);
    }
    return shown.toString();
  }

  /** Whether it is of visible characters of ASCII alone, as most paths are. */
  private boolean isPlain() {
    for (int at = 0; at < terminated.length - 1; at++) {
      if (terminated[at] < ' ' || terminated[at] == DELETE) {
        return false;
      }
    }
    return true;
  }
}
