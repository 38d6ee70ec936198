package jbuild.builder.archive;

import java.util.Optional;
import java.util.function.Function;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Fd;

/** The directory that was used last, kept open: the next member most often belongs there too. */
final class LastDirectory implements AutoCloseable {
  private BytePath path = BytePath.of("");
  private Optional<Fd> directory = Optional.empty();

  /** The directory, opened unless it is the last one. It is not to be closed by the caller. */
  Fd get(BytePath wanted, Function<BytePath, Fd> opening) {
    if (directory.isPresent() && wanted.equals(path)) {
      return directory.get();
    }
    close();
    Fd opened = opening.apply(wanted);
    path = wanted;
    directory = Optional.of(opened);
    return opened;
  }

  /** Forgets it. */
  @Override
  public void close() {
    directory.ifPresent(Fd::close);
    directory = Optional.empty();
  }
}
