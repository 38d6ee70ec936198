package jbuild.runner.nspawn;

/**
 * What a settings file says to one option.
 *
 * @param key what it is called in the file
 * @param value as the option takes it; yes or no for those that take none
 */
record FileSetting(Option option, String key, String value) {
  private static final String NO = "no";

  /** Whether it says no to an option that can only say yes. */
  boolean isUnset() {
    return option.argument() == Argument.NONE && value.equals(NO);
  }
}
