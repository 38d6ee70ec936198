package jbuild.runner.network;

import java.nio.file.Path;
import java.util.List;

/** What a machine's network needs of whoever starts the machine. */
public interface Surroundings {
  /**
   * A directory for files about this machine; it and they are removed when the machine has ended.
   */
  Path place();

  /** A directory that all machines of this host share. */
  Path shared();

  /** To be called before something is made or changed that would outlive us. */
  void record(Remnant remnant);

  /** The machines that run now. */
  List<Neighbour> neighbours();

  /** Tells what the machine lacks, although it starts. */
  void warn(String line);
}
