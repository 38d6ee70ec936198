package jbuild.runner.machine;

import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.Pipe;

/** How a supervisor and a machine's first process wait for each other. */
record Handshake(Pipe permission, Pipe progress) implements AutoCloseable {
  static Handshake open() {
    return new Handshake(Pipe.open("the permission to start"), Pipe.open("the progress"));
  }

  /** The process goes on when it is permitted to. */
  void prepare(InnerProgram program) {
    program.onlyRead(permission);
    program.await(permission);
  }

  /** The process says how far it is, and goes on when it is permitted to. */
  void meet(InnerProgram program) {
    program.report(progress);
    program.await(permission);
  }

  void permit() {
    permission.permit();
  }

  /** Returns when the process has said how far it is, or has ended. */
  void awaitReport() {
    progress.stopWriting();
    progress.awaitByte();
  }

  @Override
  public void close() {
    permission.close();
    progress.close();
  }
}
