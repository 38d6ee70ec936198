package jbuild.runner.linux;

import java.util.Locale;

/**
 * System calls by their numbers on x86_64 and on aarch64.
 *
 * <p>From the kernel's {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code
 * include/uapi/asm-generic/unistd.h}. Calls that came with Linux 5.1 or later (424 and upwards)
 * have one number on every architecture. Those that aarch64 does not have are not here: each has a
 * younger equal.
 */
enum Call {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  LSEEK(8, 62),
  MMAP(9, 222),
  MPROTECT(10, 226),
  RT_SIGACTION(13, 134),
  RT_SIGPROCMASK(14, 135),
  IOCTL(16, 29),
  GETPID(39, 172),
  SOCKET(41, 198),
  SENDTO(44, 206),
  SENDMSG(46, 211),
  RECVMSG(47, 212),
  BIND(49, 200),
  SETSOCKOPT(54, 208),
  CLONE(56, 220),
  EXECVE(59, 221),
  EXIT(60, 93),
  KILL(62, 129),
  FCNTL(72, 25),
  FLOCK(73, 32),
  FSYNC(74, 82),
  FTRUNCATE(77, 46),
  CHDIR(80, 49),
  FCHDIR(81, 50),
  FCHMOD(91, 52),
  UMASK(95, 166),
  SETSID(112, 157),
  SETGROUPS(116, 159),
  SETRESUID(117, 147),
  SETRESGID(119, 149),
  CAPSET(126, 91),
  RT_SIGTIMEDWAIT(128, 137),
  PERSONALITY(135, 92),
  FSTATFS(138, 44),
  PIVOT_ROOT(155, 41),
  PRCTL(157, 167),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  SETHOSTNAME(170, 161),
  SETDOMAINNAME(171, 162),
  SETXATTR(188, 5),
  GETXATTR(191, 8),
  LISTXATTR(194, 11),
  REMOVEXATTR(197, 14),
  SCHED_SETAFFINITY(203, 122),
  GETDENTS64(217, 61),
  WAITID(247, 95),
  KEYCTL(250, 219),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  FCHOWNAT(260, 54),
  UNLINKAT(263, 35),
  LINKAT(265, 37),
  SYMLINKAT(266, 36),
  READLINKAT(267, 78),
  FCHMODAT(268, 53),
  PPOLL(271, 73),
  UNSHARE(272, 97),
  UTIMENSAT(280, 88),
  EVENTFD2(290, 19),
  DUP3(292, 24),
  PIPE2(293, 59),
  PRLIMIT64(302, 261),
  SYNCFS(306, 267),
  SETNS(308, 268),
  RENAMEAT2(316, 276),
  SECCOMP(317, 277),
  MEMFD_CREATE(319, 279),
  BPF(321, 280),
  EXECVEAT(322, 281),
  COPY_FILE_RANGE(326, 285),
  STATX(332, 291),
  PIDFD_SEND_SIGNAL(424),
  OPEN_TREE(428),
  MOVE_MOUNT(429),
  FSOPEN(430),
  FSCONFIG(431),
  FSMOUNT(432),
  CLONE3(435),
  CLOSE_RANGE(436),
  OPENAT2(437),
  MOUNT_SETATTR(442),
  QUOTACTL_FD(443);

  private static final boolean AARCH64 = Architecture.AARCH64.isCurrent();

  private final int x86;
  private final int aarch;

  Call(int everywhere) {
    this(everywhere, everywhere);
  }

  Call(int x86, int aarch) {
    this.x86 = x86;
    this.aarch = aarch;
  }

  /** As manuals write its name. */
  String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Here. */
  long number() {
    return AARCH64 ? aarch : x86;
  }

  long number(Architecture architecture) {
    return architecture == Architecture.AARCH64 ? aarch : x86;
  }
}
