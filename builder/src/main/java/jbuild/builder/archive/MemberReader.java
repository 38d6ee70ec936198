package jbuild.builder.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;

/** The members of an archive, one after the other. */
interface MemberReader {
  /** Of whatever its first bytes say it is: cpio, else tar. */
  static MemberReader of(InputStream in, Limits limits) throws IOException {
    PushbackInputStream whole = new PushbackInputStream(in, CpioReader.LENGTH_OF_MAGIC);
    byte[] start = whole.readNBytes(CpioReader.LENGTH_OF_MAGIC);
    whole.unread(start);
    return CpioReader.reads(start) ? new CpioReader(whole, limits) : new TarReader(whole, limits);
  }

  /** The next member; empty at the end. What was not read of the last one is skipped. */
  Optional<Member> next() throws IOException;

  /** How many bytes of the member's content were put into the buffer; 0 at its end. */
  int read(byte[] buffer, long atMost) throws IOException;

  /** Reads what follows the archive, so that checksums of the compression are checked. */
  void drain() throws IOException;
}
