package jbuild.runner.image.disk;

import java.nio.ByteBuffer;

/** Bytes of a disk, read where they are asked for. */
interface DiskBytes {
  long size();

  /** Little-endian numbers can be taken from it; zeros stand for what is behind the end. */
  ByteBuffer read(long from, int length);

  /** For messages. */
  String name();
}
