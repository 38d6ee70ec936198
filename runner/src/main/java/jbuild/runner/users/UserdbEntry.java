package jbuild.runner.users;

/** What is put into /run/host/userdb of a machine, where the machine's root owns it. */
public sealed interface UserdbEntry {
  String name();

  /** A file with its mode. */
  record File(String name, String text, int mode) implements UserdbEntry {}

  /** A symbolic link to a file beside it. */
  record Link(String name, String target) implements UserdbEntry {}
}
