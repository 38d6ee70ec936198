package jbuild.runner.linux;

/**
 * System calls by their numbers on x86_64.
 *
 * <p>From the kernel's {@code arch/x86/entry/syscalls/syscall_64.tbl}. Calls that came with Linux
 * 5.1 or later (424 and upwards) have one number on every architecture.
 */
enum Call {
  READ(0),
  WRITE(1),
  CLOSE(3),
  FSTAT(5),
  POLL(7),
  LSEEK(8),
  MMAP(9),
  MPROTECT(10),
  RT_SIGACTION(13),
  RT_SIGPROCMASK(14),
  IOCTL(16),
  DUP2(33),
  SOCKET(41),
  SENDTO(44),
  RECVMSG(47),
  BIND(49),
  SETSOCKOPT(54),
  CLONE(56),
  EXECVE(59),
  EXIT(60),
  KILL(62),
  FCNTL(72),
  FLOCK(73),
  FSYNC(74),
  FTRUNCATE(77),
  CHDIR(80),
  FCHDIR(81),
  FCHMOD(91),
  FCHOWN(93),
  UMASK(95),
  SETSID(112),
  SETGROUPS(116),
  SETRESUID(117),
  SETRESGID(119),
  CAPSET(126),
  PIVOT_ROOT(155),
  PRCTL(157),
  CHROOT(161),
  SYNC(162),
  MOUNT(165),
  UMOUNT2(166),
  SETHOSTNAME(170),
  SETXATTR(188),
  LSETXATTR(189),
  GETXATTR(191),
  LGETXATTR(192),
  FGETXATTR(193),
  LISTXATTR(194),
  LLISTXATTR(195),
  REMOVEXATTR(197),
  GETDENTS64(217),
  WAITID(247),
  KEYCTL(250),
  OPENAT(257),
  MKDIRAT(258),
  MKNODAT(259),
  FCHOWNAT(260),
  NEWFSTATAT(262),
  UNLINKAT(263),
  RENAMEAT(264),
  LINKAT(265),
  SYMLINKAT(266),
  READLINKAT(267),
  FCHMODAT(268),
  UNSHARE(272),
  UTIMENSAT(280),
  FALLOCATE(285),
  EVENTFD2(290),
  DUP3(292),
  PIPE2(293),
  PRLIMIT64(302),
  SYNCFS(306),
  SETNS(308),
  RENAMEAT2(316),
  SECCOMP(317),
  MEMFD_CREATE(319),
  BPF(321),
  STATX(332),
  PIDFD_SEND_SIGNAL(424),
  OPEN_TREE(428),
  MOVE_MOUNT(429),
  FSOPEN(430),
  FSCONFIG(431),
  FSMOUNT(432),
  PIDFD_OPEN(434),
  CLOSE_RANGE(436),
  OPENAT2(437),
  MOUNT_SETATTR(442);

  private final long number;

  Call(int number) {
    this.number = number;
  }

  long number() {
    return number;
  }
}
