# Files of the kernel that change or show the host. Those that change it are opened, never written.
use strict;
use warnings;
our %HOST;

my $tunable = '/proc/sys/kernel';
for my $file (
  "$tunable/core_pattern", "$tunable/hotplug", "$tunable/modprobe", "$tunable/poweroff_cmd",
  "$tunable/dmesg_restrict", "$tunable/kptr_restrict", "$tunable/panic", "$tunable/printk",
  "$tunable/randomize_va_space", "$tunable/sysrq", "$tunable/yama/ptrace_scope",
  "$tunable/unprivileged_bpf_disabled", "$tunable/usermodehelper/bset", "$tunable/keys/root_maxkeys",
  "$tunable/pid_max", "$tunable/threads-max", '/proc/sys/debug/exception-trace',
  '/proc/sys/fs/binfmt_misc/register', '/proc/sys/fs/file-max', '/proc/sys/fs/protected_symlinks',
  '/proc/sys/fs/suid_dumpable', '/proc/sys/vm/drop_caches', '/proc/sys/vm/mmap_min_addr',
  '/proc/sys/vm/overcommit_memory', '/proc/sys/vm/panic_on_oom', '/proc/sys/user/max_user_namespaces',
  '/proc/irq/default_smp_affinity', '/proc/mtrr', '/proc/sysrq-trigger', '/proc/acpi/wakeup',
  '/proc/bus/pci/00/00.0', '/proc/fs/ext4', '/proc/scsi/scsi',
  '/sys/kernel/uevent_helper', '/sys/kernel/profiling', '/sys/kernel/mm/ksm/run',
  '/sys/kernel/mm/transparent_hugepage/enabled', '/sys/power/state', '/sys/power/disk',
  '/sys/bus/pci/rescan', '/sys/class/net/lo/mtu', '/sys/devices/system/cpu/cpu1/online',
  '/sys/devices/system/cpu/cpufreq/boost', '/sys/module/kernel/parameters/panic',
  '/sys/block/loop0/queue/scheduler',
) {
  probe "write-$file", sub { -d $file ? outcome(POSIX::access($file, 2)) : opened($file, O_WRONLY) };
}

for my $file ('kcore', 'kallsyms', 'keys', 'timer_list', 'slabinfo', 'pagetypeinfo', 'vmallocinfo') {
  probe "read-/proc/$file", sub { outcome(length content("/proc/$file")) };
}

# The real one is never empty; nothing is taken out of it.
probe 'read-/proc/kmsg', sub {
  -p '/proc/kmsg' and return ('denied', 'a pipe');
  return opened('/proc/kmsg', O_RDONLY);
};

for my $directory (
  '/sys/kernel/debug', '/sys/kernel/tracing', '/sys/kernel/security', '/sys/kernel/config',
  '/sys/fs/bpf', '/sys/fs/pstore', '/sys/firmware/efi/efivars', '/sys/firmware/acpi/tables',
) {
  probe "list-$directory", sub {
    opendir my $names, $directory or return outcome(0);
    my @names = grep { !/^\./ } readdir $names;
    return @names ? 'allowed' : ('absent', 'empty');
  };
}

probe 'boot-id-of-the-host', sub {
  return content('/proc/sys/kernel/random/boot_id') =~ /^$HOST{boot}/ ? 'allowed' : 'denied';
};

# What is below a cover is what the cover hides.
for my $file ('sysrq-trigger', 'kcore', 'kallsyms', 'keys', 'timer_list') {
  probe "uncover-/proc/$file", sub {
    apart() or return ('denied', "$!");
    unmount("/proc/$file");
    return $file eq 'sysrq-trigger'
      ? opened("/proc/$file", O_WRONLY)
      : outcome(length content("/proc/$file"));
  };
}

probe 'uncover-boot-id-of-the-host', sub {
  my $file = '/proc/sys/kernel/random/boot_id';
  apart() or return ('denied', "$!");
  1 while unmount($file);
  return content($file) =~ /^$HOST{boot}/ ? 'allowed' : 'denied';
};

probe 'environment-of-the-caller-inherited', sub { exists $ENV{PROBE_SECRET} ? 'allowed' : 'denied' };

sub shows_secret { return content($_[0]) =~ /PROBE_SECRET=/ }

probe 'environment-of-the-caller-in-the-stub', sub { first_that(\&shows_secret, '/proc/1/environ') };
probe 'environment-of-the-caller-in-any-process', sub {
  return first_that(\&shows_secret, glob '/proc/[0-9]*/environ');
};
probe 'environment-of-the-caller-in-any-command-line', sub {
  return first_that(\&shows_secret, glob '/proc/[0-9]*/cmdline');
};
probe 'environment-of-the-caller-in-run-host', sub {
  return first_that(\&shows_secret, grep { -f } glob '/run/host/* /run/host/*/*');
};

1;
