package jbuild.builder.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.codec.digest.XXHash32;

/**
 * Reads the LZ4 frame format, one frame after the other, and checks all that can be checked.
 *
 * <p>From doc/lz4_Frame_format.md of LZ4. The reader of commons-compress moves single bytes and
 * takes ten times as long.
 */
final class Lz4Input extends InputStream {
  private static final int MAGIC = 0x184d2204;
  private static final int SKIPPABLE = 0x184d2a50;
  private static final int SKIPPABLE_MASK = 0xfffffff0;
  private static final int VERSION = 1 << 6;
  private static final int VERSION_MASK = 3 << 6;
  private static final int INDEPENDENT = 1 << 5;
  private static final int BLOCK_CHECKSUM = 1 << 4;
  private static final int SIZE = 1 << 3;
  private static final int CHECKSUM = 1 << 2;
  private static final int DICTIONARY = 1;
  private static final int SMALLEST_CODE = 4;
  private static final int STORED = 1 << 31;

  private final InputStream in;
  private final byte[] one = new byte[1];
  private Lz4Window window = new Lz4Window(0);
  private XXHash32 checksum = new XXHash32();
  private byte[] block = {};
  private int flags;
  private long expected;
  private long total;
  private boolean inFrame;
  private boolean ended;

  Lz4Input(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (!ended && length > 0) {
      int count = window.take(target, offset, length);
      if (count > 0) {
        return count;
      }
      if (inFrame) {
        nextBlock();
      } else {
        nextFrame();
      }
    }
    return length == 0 ? 0 : -1;
  }

  private void nextFrame() throws IOException {
    byte[] magic = in.readNBytes(Integer.BYTES);
    if (magic.length == 0) {
      ended = true;
      return;
    }
    if (magic.length < Integer.BYTES) {
      throw truncated();
    }
    int number = (int) number(magic);
    if ((number & SKIPPABLE_MASK) == SKIPPABLE) {
      skipFrame(number(exactly(Integer.BYTES)));
    } else if (number == MAGIC) {
      beginFrame();
    } else {
      throw damaged("something else follows a frame");
    }
  }

  private void beginFrame() throws IOException {
    XXHash32 ofDescriptor = new XXHash32();
    byte[] descriptor = exactly(2);
    ofDescriptor.update(descriptor, 0, descriptor.length);
    flags = descriptor[0];
    int code = descriptor[1] >> 4;
    if ((flags & VERSION_MASK) != VERSION || (flags & DICTIONARY) != 0 || code < SMALLEST_CODE) {
      throw damaged("a frame is of a kind that is not known");
    }
    expected = -1;
    if ((flags & SIZE) != 0) {
      byte[] size = exactly(Long.BYTES);
      ofDescriptor.update(size, 0, size.length);
      expected = number(size);
    }
    if (exactly(1)[0] != (byte) (ofDescriptor.getValue() >> Byte.SIZE)) {
      throw damaged("the checksum of a frame's head is wrong");
    }
    int largest = 1 << Byte.SIZE + 2 * code;
    if (window.largest() != largest) {
      window = new Lz4Window(largest);
      block = new byte[largest];
    }
    window.clear();
    checksum = new XXHash32();
    total = 0;
    inFrame = true;
  }

  private void nextBlock() throws IOException {
    int size = (int) number(exactly(Integer.BYTES));
    if (size == 0) {
      endFrame();
      return;
    }
    int length = size & ~STORED;
    if (length > block.length || in.readNBytes(block, 0, length) < length) {
      throw length > block.length ? damaged("a block is too long") : truncated();
    }
    if ((flags & BLOCK_CHECKSUM) != 0) {
      XXHash32 ofBlock = new XXHash32();
      ofBlock.update(block, 0, length);
      check(ofBlock);
    }
    if ((flags & INDEPENDENT) != 0) {
      window.clear();
    }
    try {
      total += size == length ? window.expand(block, length) : window.store(block, length);
    } catch (IndexOutOfBoundsException e) {
      throw damaged("a block makes no sense");
    }
    if ((flags & CHECKSUM) != 0) {
      window.digest(checksum);
    }
  }

  private void endFrame() throws IOException {
    if ((flags & CHECKSUM) != 0) {
      check(checksum);
    }
    if (expected >= 0 && expected != total) {
      throw damaged("a frame has another size than it says");
    }
    inFrame = false;
  }

  private void check(XXHash32 found) throws IOException {
    if (number(exactly(Integer.BYTES)) != found.getValue()) {
      throw damaged("a checksum is wrong");
    }
  }

  private void skipFrame(long length) throws IOException {
    try {
      in.skipNBytes(length);
    } catch (EOFException e) {
      throw truncated();
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw truncated();
    }
    return bytes;
  }

  private static long number(byte[] bytes) {
    long number = 0;
    for (int at = bytes.length - 1; at >= 0; at--) {
      number = number << Byte.SIZE | Byte.toUnsignedLong(bytes[at]);
    }
    return number;
  }

  private static BadArchive truncated() {
    return new BadArchive("its LZ4 data end in the middle");
  }

  private static BadArchive damaged(String why) {
    return new BadArchive("its LZ4 data are damaged: " + why);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
