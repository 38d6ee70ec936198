package jbuild.builder.disk.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * A program for firmware, to which sections can be added that it finds when it runs. The names of
 * fields are those of Microsoft's specification of the format (PE and COFF).
 */
final class PortableExecutable {
  private static final int POINTER_TO_SIGNATURE = 0x3c;
  private static final int SIGNATURE = 0x4550; // "PE\0\0"
  private static final int PE32_PLUS = 0x20b;
  private static final int SECTION_HEADER = 40;
  private static final int LONGEST_NAME = 8;
  private static final int INITIALIZED_DATA_THAT_IS_READ = 0x40000040;

  /** Sections begin on pages, as newer firmware wants it for their protection. */
  private static final int PAGE = 4096;

  private static final int LARGEST_ALIGNMENT = 1 << 21;

  // Offsets from the signature.
  private static final int MACHINE = 4;
  private static final int NUMBER_OF_SECTIONS = 6;
  private static final int SIZE_OF_OPTIONAL_HEADER = 20;
  private static final int OPTIONAL_HEADER = 24;

  // Offsets in the optional header.
  private static final int SIZE_OF_INITIALIZED_DATA = 8;
  private static final int SECTION_ALIGNMENT = 32;
  private static final int FILE_ALIGNMENT = 36;
  private static final int SIZE_OF_IMAGE = 56;
  private static final int CHECKSUM = 64;
  private static final int CERTIFICATES = 144;
  private static final int SMALLEST_OPTIONAL_HEADER = 152;

  // Offsets in the header of a section.
  private static final int VIRTUAL_SIZE = 8;
  private static final int VIRTUAL_ADDRESS = 12;
  private static final int SIZE_OF_RAW_DATA = 16;
  private static final int POINTER_TO_RAW_DATA = 20;
  private static final int CHARACTERISTICS = 36;

  private final String name;
  private final ByteBuffer bytes;
  private final int signature;
  private final int optional;
  private final int table;
  private final int sections;

  /**
   * @param name for messages
   */
  PortableExecutable(String name, byte[] content) {
    this.name = name;
    this.bytes = ByteBuffer.wrap(content.clone()).order(ByteOrder.LITTLE_ENDIAN);
    try {
      this.signature = bytes.getInt(POINTER_TO_SIGNATURE);
      this.optional = signature + OPTIONAL_HEADER;
      this.table = optional + unsigned(signature + SIZE_OF_OPTIONAL_HEADER);
      this.sections = unsigned(signature + NUMBER_OF_SECTIONS);
      if (bytes.getInt(signature) != SIGNATURE
          || unsigned(optional) != PE32_PLUS
          || table < optional + SMALLEST_OPTIONAL_HEADER
          || sections == 0
          || !isAlignment(bytes.getInt(optional + SECTION_ALIGNMENT))
          || !isAlignment(bytes.getInt(optional + FILE_ALIGNMENT))
          || header(sections) > content.length) {
        throw broken("it is no program for UEFI firmware");
      }
    } catch (IndexOutOfBoundsException e) {
      throw broken("it is no program for UEFI firmware, or its end is missing");
    }
  }

  private int unsigned(int offset) {
    return Short.toUnsignedInt(bytes.getShort(offset));
  }

  private static boolean isAlignment(int value) {
    return Integer.bitCount(value) == 1 && value > 0 && value <= LARGEST_ALIGNMENT;
  }

  private int header(int section) {
    return table + section * SECTION_HEADER;
  }

  /** The processor that it runs on, as the format numbers them. */
  int machine() {
    return unsigned(signature + MACHINE);
  }

  /** Writes it with more sections, in this order, behind those that it has. */
  void writeWith(List<PeSection> added, OutputStream out) throws IOException {
    ByteBuffer changed = withHeadersOf(added);
    out.write(changed.array());
    pad(out, align(changed.capacity(), fileAlignment()) - changed.capacity());
    for (PeSection section : added) {
      section.writeTo(out);
      pad(out, align(section.size(), fileAlignment()) - section.size());
    }
  }

  private static void pad(OutputStream out, long count) throws IOException {
    out.write(new byte[(int) count]);
  }

  private ByteBuffer withHeadersOf(List<PeSection> added) {
    byte[] copy = Arrays.copyOf(bytes.array(), bytes.capacity());
    ByteBuffer changed = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    if (header(sections + added.size()) > firstData()) {
      throw broken("its header has no room for " + added.size() + " more sections");
    }
    long address = end();
    long place = align(bytes.capacity(), fileAlignment());
    long data = Integer.toUnsignedLong(bytes.getInt(optional + SIZE_OF_INITIALIZED_DATA));
    int at = header(sections);
    for (PeSection section : added) {
      long stored = align(section.size(), fileAlignment());
      address = align(address, Math.max(PAGE, bytes.getInt(optional + SECTION_ALIGNMENT)));
      changed.put(at, Arrays.copyOf(ascii(section.name()), LONGEST_NAME));
      changed.putInt(at + VIRTUAL_SIZE, fitting(section.size()));
      changed.putInt(at + VIRTUAL_ADDRESS, fitting(address));
      changed.putInt(at + SIZE_OF_RAW_DATA, fitting(stored));
      changed.putInt(at + POINTER_TO_RAW_DATA, fitting(place));
      changed.putInt(at + CHARACTERISTICS, INITIALIZED_DATA_THAT_IS_READ);
      at += SECTION_HEADER;
      address += section.size();
      place += stored;
      data += stored;
    }
    int alignment = bytes.getInt(optional + SECTION_ALIGNMENT);
    changed.putShort(signature + NUMBER_OF_SECTIONS, (short) (sections + added.size()));
    changed.putInt(optional + SIZE_OF_INITIALIZED_DATA, fitting(data));
    changed.putInt(optional + SIZE_OF_IMAGE, fitting(align(address, alignment)));
    // Firmware does not look at the sum, and a signature is of the program without the sections.
    changed.putInt(optional + CHECKSUM, 0);
    changed.putLong(optional + CERTIFICATES, 0);
    return changed;
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  /** Where the headers end at the latest. */
  private long firstData() {
    long first = bytes.capacity();
    for (int section = 0; section < sections; section++) {
      if (bytes.getInt(header(section) + SIZE_OF_RAW_DATA) != 0) {
        int pointer = bytes.getInt(header(section) + POINTER_TO_RAW_DATA);
        first = Math.min(first, Integer.toUnsignedLong(pointer));
      }
    }
    return first;
  }

  /** Where the last of its own sections ends in memory. */
  private long end() {
    long end = 0;
    for (int section = 0; section < sections; section++) {
      long address = Integer.toUnsignedLong(bytes.getInt(header(section) + VIRTUAL_ADDRESS));
      long size = Integer.toUnsignedLong(bytes.getInt(header(section) + VIRTUAL_SIZE));
      end = Math.max(end, address + size);
    }
    return end;
  }

  private int fileAlignment() {
    return bytes.getInt(optional + FILE_ALIGNMENT);
  }

  private static long align(long value, long alignment) {
    return (value + alignment - 1) / alignment * alignment;
  }

  private int fitting(long value) {
    if (value > Integer.MAX_VALUE) {
      throw broken("with its sections it is larger than 2 GiB");
    }
    return (int) value;
  }

  private Failure broken(String why) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot add sections to " + name,
        why,
        "install the package again that brings it, or write loader = \"systemd-boot\"");
  }
}
