package jbuild.cli.store;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** The transfers that go on without anybody waiting: none here, for each ends with its command. */
final class TransfersVerb implements StoreVerb {
  @Override
  public int run(Request request) {
    if (!request.words().isEmpty()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot cancel the transfer " + request.words().get(0),
          "No transfer by id " + request.words().get(0),
          "end the command that transfers");
    }
    if (!request.has(Setting.NO_LEGEND) && !request.has(Setting.JSON)) {
      request.out().println("No transfers.");
    }
    return ExitStatus.DONE.code();
  }
}
