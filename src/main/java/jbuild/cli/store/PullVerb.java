package jbuild.cli.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Fetcher;
import jbuild.builder.repository.Limits;
import jbuild.builder.repository.Proxies;
import jbuild.builder.transfer.ImportKeys;
import jbuild.builder.transfer.ImportPlan;
import jbuild.builder.transfer.Pull;
import jbuild.builder.transfer.Pull.Wanted;
import jbuild.builder.transfer.PullAddress;
import jbuild.builder.transfer.Verification;
import jbuild.cli.progress.ClosingProgress;
import jbuild.runner.Booleans;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.machine.RequiredPrivilege;

/** Makes images of what servers have: archives and disk images. */
final class PullVerb implements StoreVerb {
  private static final Path HOST = Path.of("/");

  private final StoreHost host;
  private final Pull.Kind kind;

  PullVerb(StoreHost host, Pull.Kind kind) {
    this.host = host;
    this.kind = kind;
  }

  @Override
  public int run(Request request) {
    PullAddress address = address(request);
    request.refuse(
        "cannot pull from '" + address + "'",
        "is for registries, and not for the addresses of files.",
        Setting.CREDS,
        Setting.TLS_VERIFY);
    // Only a dash itself: nothing else is an image without a name.
    boolean onlyKept = request.words().size() > 1 && request.words().get(1).equals("-");
    ImageName name = name(request, address, onlyKept);
    boolean keep = request.last(Setting.KEEP_DOWNLOAD).flatMap(Booleans::find).orElse(false);
    Verification verification =
        request.last(Setting.VERIFY).flatMap(Verification::of).orElse(Verification.SIGNATURE);
    List<Path> keyrings = request.all(Setting.KEYRING).stream().map(Path::of).toList();
    Fetcher fetcher = new Fetcher(Limits.USUAL, new Proxies(host.environment()));
    Pull pull = new Pull(fetcher, () -> ImportKeys.read(keyrings, HOST), host.cache().get());
    Wanted wanted = new Wanted(kind, address, verification, keep);
    RequiredPrivilege.check("cannot pull the image '" + name + "'");
    try (ClosingProgress shown = host.display().get().open()) {
      Progress progress = request.has(Setting.QUIET) ? Progress.SILENT : shown;
      ImportPlan plan =
          new ImportPlan(
              host.store(request),
              name,
              request.has(Setting.FORCE),
              request.has(Setting.READ_ONLY),
              progress);
      name = (onlyKept ? pull.keep(wanted, plan) : pull.run(wanted, plan)).name();
    }
    request.tell("Pulled '" + name + "'.");
    return ExitStatus.DONE.code();
  }

  private static PullAddress address(Request request) {
    String text = request.words().get(0);
    Optional<PullAddress> address = PullAddress.of(text);
    return address.orElseThrow(
        () ->
            request.wrong(
                "cannot pull from '" + text + "'",
                "URL '" + text + "' is not valid.",
                "write the http, https or file address of one file"));
  }

  private ImageName name(Request request, PullAddress address, boolean onlyKept) {
    String last =
        kind == Pull.Kind.TAR
            ? FileNames.ofTar(address.fileName())
            : FileNames.ofRaw(address.fileName());
    String name = onlyKept ? last : request.word(1).orElse(last);
    if (!ImageName.isValidForNew(name)) {
      throw request.wrong(
          "cannot use the name '" + name + "'",
          "Local name '" + name + "' is not a suitable image name.",
          "write another name behind the address");
    }
    return new ImageName(name);
  }
}
