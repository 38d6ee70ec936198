package jbuild.runner.nspawn;

/** What options are about; the order and titles are those of systemd-nspawn's own help. */
public enum Section {
  GENERIC(""),
  IMAGE("Image"),
  EXECUTION("Execution"),
  IDENTITY("System Identity"),
  PROPERTIES("Properties"),
  USERS("User Namespacing"),
  NETWORKING("Networking"),
  SECURITY("Security"),
  RESOURCES("Resources"),
  INTEGRATION("Integration"),
  MOUNTS("Mounts"),
  IO("Input/Output"),
  CREDENTIALS("Credentials"),
  UPLINKS("Not of systemd-nspawn: Uplinks");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  /** Empty for those that are not about machines. */
  public String title() {
    return title;
  }
}
