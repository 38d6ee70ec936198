# System calls by name: numbers of x86_64 and aarch64, and shorter ways to some of them.
use strict;
use warnings;

my $processor = (POSIX::uname())[4];
my $column = $processor eq 'x86_64' ? 0 : $processor eq 'aarch64' ? 1 : die "not for $processor";
my %numbers = (
  acct => [163, 89], add_key => [248, 217], adjtimex => [159, 171], bpf => [321, 280],
  clock_adjtime => [305, 266], delete_module => [176, 106], fanotify_init => [300, 262],
  finit_module => [313, 273], fsconfig => [431, 431], fsmount => [432, 432],
  fsopen => [430, 430], fspick => [433, 433], init_module => [175, 105], io_uring_setup => [425, 425],
  ioperm => [173], iopl => [172], ioprio_set => [251, 30], kcmp => [312, 272],
  kexec_file_load => [320, 294], kexec_load => [246, 104], keyctl => [250, 219],
  listmount => [458, 458], lookup_dcookie => [212, 18], memfd_secret => [447, 447],
  modify_ldt => [154], mount => [165, 40], mount_setattr => [442, 442], move_mount => [429, 429],
  mq_open => [240, 180], mknodat => [259, 33], msgget => [68, 186], name_to_handle_at => [303, 264],
  nfsservctl => [180, 42], open_by_handle_at => [304, 265], open_tree => [428, 428],
  perf_event_open => [298, 241], pidfd_open => [434, 434], pidfd_getfd => [438, 438],
  pivot_root => [155, 41], process_vm_readv => [310, 270], prlimit64 => [302, 261],
  ptrace => [101, 117], quotactl => [179, 60], quotactl_fd => [443, 443], reboot => [169, 142],
  request_key => [249, 218], sched_setscheduler => [144, 119], semget => [64, 190],
  setdomainname => [171, 162], sethostname => [170, 161], setns => [308, 268],
  settimeofday => [164, 170], shmget => [29, 194], statmount => [457, 457], swapoff => [168, 225],
  swapon => [167, 224], syslog => [103, 116], umount2 => [166, 39], unshare => [272, 97],
  userfaultfd => [323, 282], uselib => [134], ustat => [136], vhangup => [153, 58],
);

sub call {
  my ($name, @arguments) = @_;
  my $number = $numbers{$name}[$column];
  if (!defined $number) {
    $! = Errno::ENOSYS();
    return -1;
  }
  $! = 0;
  return syscall $number, @arguments;
}

# Where a text is in memory; the text must live on.
sub address { return unpack 'J', pack 'p', $_[0] }

use constant {
  MS_RDONLY => 1, MS_REMOUNT => 32, MS_BIND => 4096, MS_MOVE => 8192, MS_REC => 16384,
  MS_PRIVATE => 1 << 18, MNT_DETACH => 2, AT_FDCWD => -100,
  NEWNS => 0x20000, NEWCGROUP => 0x02000000, NEWUTS => 0x04000000, NEWIPC => 0x08000000,
  NEWUSER => 0x10000000, NEWPID => 0x20000000, NEWNET => 0x40000000, NEWTIME => 0x80,
};

sub mount {
  my ($source, $target, $type, $flags, $options) = @_;
  return call('mount', $source, $target, $type, $flags, $options // 0) == 0;
}

sub unmount { return call('umount2', $_[0], MNT_DETACH) == 0 }

# Mounts of this process alone, and memory at /mnt.
sub apart {
  return
       call('unshare', NEWNS) == 0
    && mount('none', '/', 0, MS_REC | MS_PRIVATE)
    && mount('none', '/mnt', 'tmpfs', 0);
}

my $count = 0;

# Where a new mount of that type is, if it was allowed.
sub fresh {
  my ($type, $options) = @_;
  apart() or return;
  my $point = '/mnt/' . ++$count;
  mkdir $point or return;
  return mount($type, $point, $type, 0, $options) ? $point : undef;
}

sub writable_again { return mount('none', $_[0], 0, MS_REMOUNT | MS_BIND) }

1;
