package jbuild.builder.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.UUID;
import java.util.zip.CRC32;

/** The GUID partition table of a disk, in both copies; see the UEFI specification, section 5.3. */
final class PartitionTable {
  /** The fewest that a table may have room for. */
  static final int ENTRIES = 128;

  private static final int SECTOR = 512;
  private static final int ENTRY = 128;
  private static final int SECTORS_OF_ENTRIES = ENTRIES * ENTRY / SECTOR;
  private static final int HEADER = 92;
  private static final long SIGNATURE = 0x5452415020494645L; // "EFI PART"
  private static final int REVISION = 0x00010000;
  private static final int CRC_AT = 16;
  private static final int MBR_ENTRY_AT = 446;
  private static final int MBR_SIGNATURE_AT = 510;
  private static final short MBR_SIGNATURE = (short) 0xaa55;
  private static final byte MBR_PROTECTIVE = (byte) 0xee;
  private static final long MBR_LIMIT = 0xffffffffL;

  private final DiskLayout layout;
  private final long last;

  PartitionTable(DiskLayout layout) {
    this.layout = layout;
    this.last = layout.size() / SECTOR - 1;
  }

  /** Writes the table, and nothing where partitions are. */
  void write(FileChannel disk) throws IOException {
    ByteBuffer entries = entries();
    long backup = last - SECTORS_OF_ENTRIES;
    put(disk, 0, protectiveRecord());
    put(disk, 1, header(1, last, 2, entries));
    put(disk, 2, entries);
    put(disk, backup, entries);
    put(disk, last, header(last, 1, backup, entries));
  }

  private static void put(FileChannel disk, long sector, ByteBuffer bytes) throws IOException {
    ByteBuffer left = bytes.duplicate().rewind();
    long position = sector * SECTOR;
    while (left.hasRemaining()) {
      position += disk.write(left, position);
    }
  }

  /** One partition for programs that know no other tables: the whole disk, so nothing is free. */
  private ByteBuffer protectiveRecord() {
    ByteBuffer record = buffer(SECTOR);
    // Cylinders, heads and sectors as UEFI wants them: the second sector, and beyond all bounds.
    byte[] entry = {0, 0, 2, 0, MBR_PROTECTIVE, -1, -1, -1};
    record.put(MBR_ENTRY_AT, entry);
    record.putInt(MBR_ENTRY_AT + entry.length, 1);
    record.putInt(MBR_ENTRY_AT + entry.length + Integer.BYTES, (int) Math.min(last, MBR_LIMIT));
    return record.putShort(MBR_SIGNATURE_AT, MBR_SIGNATURE);
  }

  private ByteBuffer header(long place, long other, long entriesAt, ByteBuffer entries) {
    ByteBuffer header = buffer(SECTOR);
    header.putLong(SIGNATURE).putInt(REVISION).putInt(HEADER);
    header.putInt(0).putInt(0);
    header.putLong(place).putLong(other);
    header.putLong(2 + SECTORS_OF_ENTRIES).putLong(last - SECTORS_OF_ENTRIES - 1);
    put(header, layout.id());
    header.putLong(entriesAt).putInt(ENTRIES).putInt(ENTRY);
    header.putInt(crc(entries, entries.capacity()));
    return header.putInt(CRC_AT, crc(header, HEADER));
  }

  private ByteBuffer entries() {
    ByteBuffer entries = buffer(ENTRIES * ENTRY);
    int at = 0;
    for (DiskPartition partition : layout.partitions()) {
      entries.position(at);
      put(entries, partition.type());
      put(entries, partition.id());
      entries.putLong(partition.start() / SECTOR).putLong(partition.end() / SECTOR - 1);
      entries.putLong(partition.attributes());
      partition.label().chars().forEach(unit -> entries.putChar((char) unit));
      at += ENTRY;
    }
    return entries;
  }

  /** The first three groups are stored little-endian, the rest as it is read. */
  private static void put(ByteBuffer bytes, UUID id) {
    long high = id.getMostSignificantBits();
    bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
    bytes.putLong(Long.reverseBytes(id.getLeastSignificantBits()));
  }

  private static int crc(ByteBuffer bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 0, length);
    return (int) crc.getValue();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
