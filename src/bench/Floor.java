/** Loads JNA and ends: no program that calls the kernel through it can be faster. */
final class Floor {
  private Floor() {}

  public static void main(String... words) throws ClassNotFoundException {
    Class.forName("com.sun.jna.Native");
  }
}
