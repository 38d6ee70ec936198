package jbuild.runner.image.disk;

final class Qcow2Header {
  static boolean isOn(DiskBytes disk) {
    return disk.read(0, 4).getInt(0) == 0xfb494651;
  }
}
