package jbuild.builder.disk.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A small program for firmware: headers with room for more, and one section. */
final class StubProgram {
  static final int SIGNATURE = 0x80;
  static final int OPTIONAL = SIGNATURE + 24;
  static final int TABLE = OPTIONAL + 240;
  static final int HEADERS = 0x400;

  private StubProgram() {}

  static byte[] of(int machine) {
    ByteBuffer stub = ByteBuffer.allocate(HEADERS + 0x200).order(ByteOrder.LITTLE_ENDIAN);
    stub.putShort(0, (short) 0x5a4d).putInt(0x3c, SIGNATURE).putInt(SIGNATURE, 0x4550);
    stub.putShort(SIGNATURE + 4, (short) machine);
    stub.putShort(SIGNATURE + 6, (short) 1);
    stub.putShort(SIGNATURE + 20, (short) 240);
    stub.putShort(OPTIONAL, (short) 0x20b);
    stub.putInt(OPTIONAL + 8, 0x200);
    stub.putInt(OPTIONAL + 32, 0x1000);
    stub.putInt(OPTIONAL + 36, 0x200);
    stub.putInt(OPTIONAL + 56, 0x5000);
    stub.putInt(OPTIONAL + 60, HEADERS);
    stub.putInt(OPTIONAL + 64, 0x12345678);
    stub.putInt(OPTIONAL + 108, 16);
    stub.putLong(OPTIONAL + 144, 0x0000001000000600L);
    stub.put(TABLE, ".text".getBytes(StandardCharsets.US_ASCII));
    stub.putInt(TABLE + 8, 0x123).putInt(TABLE + 12, 0x4000);
    stub.putInt(TABLE + 16, 0x200).putInt(TABLE + 20, HEADERS);
    return stub.array();
  }
}
