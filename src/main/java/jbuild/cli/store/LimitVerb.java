package jbuild.cli.store;

import java.util.List;
import java.util.OptionalLong;
import jbuild.runner.ExitStatus;
import jbuild.runner.image.store.ImageChanges;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.machine.RequiredPrivilege;

/** Limits what one image, or all together, may take of a disk. */
final class LimitVerb implements StoreVerb {
  /** Words for no limit. */
  static final List<String> NONE = List.of("-", "none", "infinity");

  private final StoreHost host;

  LimitVerb(StoreHost host) {
    this.host = host;
  }

  @Override
  public int run(Request request) {
    String text = request.words().get(request.words().size() - 1);
    OptionalLong bytes = OptionalLong.empty();
    if (!NONE.contains(text)) {
      bytes = ByteCount.read(text);
      if (bytes.isEmpty()) {
        throw request.wrong(
            "cannot use '" + text + "'",
            "Failed to parse size: " + text,
            "write bytes, with K, M, G or T behind the number for powers of 1024; - for no limit");
      }
    }
    ImageChanges changes = new ImageChanges(host.store(request));
    if (request.words().size() == 1) {
      RequiredPrivilege.check("cannot limit images");
      changes.limitAll(bytes);
    } else {
      ImageName name = ImageName.read(request.words().get(0));
      RequiredPrivilege.check("cannot limit the image '" + name + "'");
      changes.limit(name, bytes);
    }
    return ExitStatus.DONE.code();
  }
}
