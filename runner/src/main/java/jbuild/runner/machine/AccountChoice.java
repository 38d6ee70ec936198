package jbuild.runner.machine;

import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Particulars;
import jbuild.runner.tree.Account;
import jbuild.runner.tree.UserDatabase;

/**
 * Whom a payload runs as.
 *
 * @param names asked for users that the files do not name
 */
record AccountChoice(MachineSettings settings, NameService names) {
  /** The one that the settings name, as the machine's files know it. */
  Account in(ImageTree files) {
    Optional<String> user = settings.execution().user();
    if (user.isEmpty()) {
      Optional<Particulars.Ids> ids = settings.particulars().ids();
      return ids.isPresent() ? of(ids.get(), files) : Account.ROOT;
    }
    return UserDatabase.of(files)
        .find(user.get())
        .or(() -> names.find(user.get()))
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.FAILED,
                    "cannot run as the user " + user.get(),
                    "the machine knows no user of that name or number",
                    "name one of its /etc/passwd"));
  }

  /** Somebody whom the machine need not know. */
  private static Account of(Particulars.Ids ids, ImageTree files) {
    Account known =
        ids.uid() == 0
            ? Account.ROOT
            : UserDatabase.of(files)
                .find(Long.toString(ids.uid()))
                .orElseGet(() -> Account.nameless(ids.uid()));
    return known.withIds(ids.gid(), ids.groups());
  }
}
