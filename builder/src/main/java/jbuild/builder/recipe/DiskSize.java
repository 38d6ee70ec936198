package jbuild.builder.recipe;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a disk or a file system is to be.
 *
 * @param bytes the size itself, or what is added
 * @param percent added, of what would be otherwise
 */
public record DiskSize(Base base, long bytes, int percent) {
  /** With room for a system to run. */
  public static final DiskSize AUTO = new DiskSize(Base.AUTO, 0, 0);

  private static final Pattern FORM =
      Pattern.compile("(?:(auto|content)(?:\\+(?:([0-9]{1,4})%|([0-9]{1,9})([KMGT])))?)");
  private static final Pattern FIXED_FORM = Pattern.compile("([0-9]{1,9})([KMGT])");
  private static final int HUNDRED = 100;
  private static final long LARGEST = 1L << 50;

  /** What a size begins with. */
  public enum Base {
    /** What the content needs, and room for a system to run. */
    AUTO,
    /** What the content needs. */
    CONTENT,
    /** Nothing: the size is given. */
    FIXED
  }

  public DiskSize {
    Objects.requireNonNull(base);
    boolean nothing = base == Base.FIXED && bytes == 0;
    if (bytes < 0 || bytes > LARGEST || percent < 0 || nothing) {
      throw new IllegalArgumentException("not a size: " + base + " " + bytes + " " + percent);
    }
  }

  static Optional<DiskSize> parse(String text) {
    Matcher fixed = FIXED_FORM.matcher(text);
    if (fixed.matches()) {
      return bytes(fixed.group(1), fixed.group(2))
          .filter(bytes -> bytes > 0)
          .map(bytes -> new DiskSize(Base.FIXED, bytes, 0));
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Base base = form.group(1).equals("auto") ? Base.AUTO : Base.CONTENT;
    if (form.group(2) != null) {
      return Optional.of(new DiskSize(base, 0, Integer.parseInt(form.group(2))));
    }
    return form.group(3) == null
        ? Optional.of(new DiskSize(base, 0, 0))
        : bytes(form.group(3), form.group(4)).map(bytes -> new DiskSize(base, bytes, 0));
  }

  private static Optional<Long> bytes(String number, String unit) {
    long factor = 1L << 10 * ("KMGT".indexOf(unit) + 1);
    return Optional.of(Long.parseLong(number) * factor).filter(bytes -> bytes <= LARGEST);
  }

  public boolean isFixed() {
    return base == Base.FIXED;
  }

  /**
   * In bytes.
   *
   * @param content what the content needs
   * @param room what a system should find free beside it
   */
  public long of(long content, long room) {
    long start =
        switch (base) {
          case AUTO -> content + room;
          case CONTENT -> content;
          case FIXED -> 0;
        };
    return start + start / HUNDRED * percent + bytes;
  }
}
