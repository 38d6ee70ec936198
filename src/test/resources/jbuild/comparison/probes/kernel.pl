# Calls and privileges that reach the whole kernel. Arguments are wrong on purpose.
use strict;
use warnings;
our %HOST;

my $zeros = "\0" x 256;
my $nowhere = '/jbuild-no-such-file';
my %calls = (
  'accounting' => [acct => $nowhere],
  'adjust-clock' => [clock_adjtime => 0, $zeros],
  'adjust-time' => [adjtimex => $zeros],
  'bpf-programs-of-the-host' => [bpf => 11, $zeros, 12], # BPF_PROG_GET_NEXT_ID
  'bpf-map' => [bpf => 0, pack('L5 x108', 2, 4, 4, 1, 0), 128],
  'dcookie' => [lookup_dcookie => 0, 0, 0],
  'fanotify' => [fanotify_init => 4, 0], # FAN_CLASS_CONTENT
  'file-handle-of-a-name' => [name_to_handle_at => AT_FDCWD, '/', pack('Ll x128', 128, 0), pack('x16'), 0],
  'io-uring' => [io_uring_setup => 1, "\0" x 120],
  'kernel-replaced' => [kexec_load => 0, 0xffff, 0, 0],
  'kernel-replaced-by-file' => [kexec_file_load => -1, -1, 0, 0, 0xffff],
  'key-added' => [add_key => 'user', 'jbuild-probe', 'x', 1, -2], # of this process
  'key-of-the-user' => [keyctl => 0, -4, 0, 0, 0],
  'key-of-the-session' => [keyctl => 0, -3, 0, 0, 0],
  'key-requested' => [request_key => 'user', 'jbuild-probe', 0, 0],
  'local-descriptors' => [modify_ldt => 0, $zeros, 16],
  'memory-secret' => [memfd_secret => 0],
  'module-loaded' => [init_module => 0, 0, ''],
  'module-loaded-from-file' => [finit_module => -1, '', 0],
  'module-removed' => [delete_module => 'jbuild_no_such_module', 0x800],
  'nfs-server' => [nfsservctl => 0, 0, 0],
  'mounts-listed' => [listmount => pack('LLQQ', 24, 0, ~0, 0), $zeros, 1, 0],
  'performance-of-all' => [perf_event_open => pack('LLQ x112', 1, 128, 0), -1, 0, -1, 8],
  'ports' => [ioperm => 0x80, 1, 1],
  'ports-all' => [iopl => 3],
  'quota' => [quotactl => 0x800007 << 8, $nowhere, 0, $zeros],
  'quota-by-descriptor' => [quotactl_fd => -1, 0x800007 << 8, 0, $zeros],
  'swap-off' => [swapoff => $nowhere],
  'swap-on' => [swapon => $nowhere, 0],
  'system-log' => [syslog => 3, "\0" x 64, 64],
  'time-set' => [settimeofday => 0, 0],
  'user-faults' => [userfaultfd => 0],
  'user-library' => [uselib => $nowhere],
  'user-stat' => [ustat => 0, $zeros],
);
for my $name (sort keys %calls) {
  probe "call-$name", sub { gate(call(@{$calls{$name}})) };
}

probe 'key-of-the-host', sub {
  return outcome(call('keyctl', 10, -4, 'user', $HOST{queue}, 0) > 0); # KEYCTL_SEARCH
};

# Numbers of other ABIs that mean the same.
if ((POSIX::uname())[4] eq 'x86_64') {
  my %old = (
    'key-of-the-user' => [288, 0, -4, 0], 'file-handle-opened' => [342, -1, 0, 0],
    'bpf-programs-of-the-host' => [357, 11, 0, 0], 'module-removed' => [129, 0, 0, 0],
    'system-log' => [103, 3, 0, 0], 'time-set' => [79, 0, 0, 0], 'io-uring' => [425, 1, 0, 0],
    'performance-of-all' => [336, 0, 0, 0], 'swap-on' => [87, 0, 0, 0],
  );
  for my $name (sort keys %old) {
    probe "call-by-i386-$name", sub {
      apart() or return ('denied', "$!");
      open my $program, '>:raw', '/mnt/program' or return ('denied', "$!");
      print $program elf32(@{$old{$name}});
      close $program;
      chmod 0755, '/mnt/program';
      my $status = system { '/mnt/program' } 'program';
      return ('absent', "$!") if $status == -1;
      return ('denied', 'killed') if $status & 127;
      local $! = $status >> 8;
      return gate($! ? -1 : 0);
    };
  }
  probe 'call-by-x32-key-of-the-user', sub { gate(syscall 0x40000000 | 250, 0, -4, 0, 0, 0) };
}

# A program that makes one call with int 0x80, and exits with its errno.
sub elf32 {
  my ($number, @arguments) = @_;
  my $code = pack('C V C V C V C V', 0xbb, $arguments[0] & 0xffffffff, 0xb9, $arguments[1] & 0xffffffff,
    0xba, $arguments[2] & 0xffffffff, 0xb8, $number) . "\xcd\x80"
    . "\x31\xdb\x83\xf8\x00\x7d\x04\x89\xc3\xf7\xdb" # ebx = eax < 0 ? -eax : 0
    . "\xb8\x01\x00\x00\x00\xcd\x80";
  my $size = 52 + 32 + length $code;
  return "\x7fELF\1\1\1" . "\0" x 9
    . pack('vvVVVVVvvvvvv', 2, 3, 1, 0x8048000 + 84, 52, 0, 0, 52, 32, 1, 0, 0, 0)
    . pack('V8', 1, 0, 0x8048000, 0x8048000, $size, $size, 5, 4096) . $code;
}

# Those that nobody gets who does not ask for them.
my %capabilities = (
  net_admin => 12, ipc_lock => 14, sys_module => 16, sys_rawio => 17, sys_pacct => 20,
  sys_resource => 24, sys_time => 25, mac_override => 32, mac_admin => 33, syslog => 34,
  wake_alarm => 35, block_suspend => 36, audit_read => 37, perfmon => 38, bpf => 39,
  checkpoint_restore => 40,
);
for my $name (sort keys %capabilities) {
  probe "capability-$name", sub {
    my ($all) = content('/proc/self/status') =~ /^CapBnd:\s*(\w+)/m or return 'absent';
    no warnings 'portable';
    return hex($all) >> $capabilities{$name} & 1 ? 'allowed' : 'denied';
  };
}

probe 'limit-raised', sub {
  my ($hard) = content('/proc/self/limits') =~ /^Max open files\s+\d+\s+(\d+)/m or return 'absent';
  return outcome(call('prlimit64', 0, 7, pack('QQ', $hard + 1, $hard + 1), 0) == 0);
};
probe 'killed-last', sub {
  my $score = content('/proc/self/oom_score_adj');
  open my $file, '>', '/proc/self/oom_score_adj' or return outcome(0);
  return outcome(syswrite $file, $score - 1);
};
probe 'priority-of-time', sub { outcome(setpriority 0, 0, getpriority(0, 0) - 1) };
probe 'priority-real-time', sub { outcome(call('sched_setscheduler', 0, 1, pack 'L', 1) == 0) };
probe 'priority-of-disks', sub { outcome(call('ioprio_set', 1, 0, 1 << 13) == 0) };

# With arguments that are wrong everywhere: only privileges are looked at.
probe 'reboot-of-the-host', sub {
  return ('denied', 'of this pid namespace') if readlink '/proc/self/ns/pid' ne $HOST{pid};
  return gate(call('reboot', 0, 0, 0, 0));
};
for my $name ('sethostname', 'setdomainname') {
  probe "$name-of-the-host", sub {
    return ('denied', 'of this uts namespace') if readlink '/proc/self/ns/uts' ne $HOST{uts};
    my $same = (POSIX::uname())[1];
    # Too long: EINVAL behind the check.
    return gate(call($name, $same, 1 << 16));
  };
}
probe 'terminals-hung-up', sub { gate(POSIX::setsid() && call('vhangup')) };

1;
