package jbuild.builder.recipe;

/**
 * Whose a file is: names that the image knows, or numbers.
 *
 * @param user a name or a number
 * @param group a name or a number
 */
public record Owner(String user, String group) {
  /** The owner of what nobody else owns. */
  public static final Owner ROOT = new Owner("root", "root");

  public Owner {
    if (!Grammar.ACCOUNT.matches(user) || !Grammar.ACCOUNT.matches(group)) {
      throw new IllegalArgumentException("not an owner: " + user + ":" + group);
    }
  }

  @Override
  public String toString() {
    return user + ":" + group;
  }
}
