package jbuild.runner.linux;

/** Tries what this kernel has been built with, and what it lets us use. */
public final class KernelFeatures {
  private static final long LOOP_CTL_GET_FREE = 0x4C82;
  private static final int NFT_MSG_GETGEN = 10 << 8 | 16;

  private KernelFeatures() {}

  /** Makes the start of a file system of the type; the kernel loads its module for that. */
  public static void fileSystem(String type) {
    byte[] name = BytePath.of(type).terminated();
    long context = LibC.syscall(Call.FSOPEN.number(), name, Mounts.FSOPEN_CLOEXEC);
    new Fd((int) Errno.check("fsopen", "make a " + type + " file system", context), type).close();
  }

  /** Finds the number of a free loop device. */
  public static int freeLoopDevice() {
    BytePath path = BytePath.of("/dev/loop-control");
    try (Fd control = Descriptors.onHost(path, Descriptors.O_RDWR)) {
      long number = LibC.syscall(Call.IOCTL.number(), control.number(), LOOP_CTL_GET_FREE);
      return (int) Errno.check("ioctl", "find a free loop device", number);
    }
  }

  /** Asks nf_tables for the number of its rule set, as nft does first of all. */
  public static void packetFilter() {
    try (Netlink filter = Netlink.open(NetlinkFamily.NETFILTER)) {
      // struct nfgenmsg: family, version, resource.
      filter.request(new NetlinkMessage(NFT_MSG_GETGEN, 0).header32(0), "ask the packet filter");
    }
  }

  /** Opens a line to the audit part of the kernel. */
  public static void audit() {
    NetlinkFamily.AUDIT.open().close();
  }
}
