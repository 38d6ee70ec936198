# Ways out of the tree of files: file systems mounted anew, covers taken away, links of the kernel.
# All mounts are those of a process of our own, and go with it.
use strict;
use warnings;
our %HOST;

for my $type (
  'bpf', 'binfmt_misc', 'cgroup2', 'configfs', 'debugfs', 'devtmpfs', 'efivarfs', 'fusectl',
  'hugetlbfs', 'mqueue', 'nsfs', 'proc', 'pstore', 'ramfs', 'securityfs', 'selinuxfs', 'sysfs',
  'tmpfs', 'tracefs',
) {
  probe "mount-$type", sub { outcome(fresh($type)) };
}
for my $controller ('devices', 'freezer', 'memory', 'pids') {
  probe "mount-cgroup-$controller", sub { outcome(fresh('cgroup', $controller)) };
}
probe 'mount-overlay', sub {
  apart() or return outcome(0);
  mkdir "/mnt/$_" for qw(up work over);
  return outcome(mount('none', '/mnt/over', 'overlay', 0,
    'lowerdir=/etc,upperdir=/mnt/up,workdir=/mnt/work'));
};
probe 'mount-disk-of-the-host', sub {
  apart() && node('/mnt/disk', b => split /:/, $HOST{disk}) or return ('denied', "no node: $!");
  for my $type ('ext4', 'btrfs', 'xfs') {
    mkdir '/mnt/at';
    return 'allowed' if mount('/mnt/disk', '/mnt/at', $type, MS_RDONLY);
    return ('allowed', "then: $!") if $!{EBUSY};
  }
  return ('denied', "$!");
};

# What a new instance of the kernel's file systems gives away.
my %new = (
  proc => ['sys/kernel/core_pattern', 'sys/kernel/modprobe', 'sysrq-trigger', 'irq/default_smp_affinity',
    'sys/vm/drop_caches', 'sys/fs/suid_dumpable'],
  sysfs => ['kernel/uevent_helper', 'kernel/profiling', 'power/state', 'kernel/mm/ksm/run',
    'module/kernel/parameters/panic'],
);
for my $type (sort keys %new) {
  for my $file (@{$new{$type}}) {
    probe "mount-$type-write-$file", sub {
      my $at = fresh($type) // return ('denied', "$!");
      return opened("$at/$file", O_WRONLY);
    };
  }
}
for my $file ('kcore', 'keys', 'kallsyms', 'timer_list') {
  probe "mount-proc-read-$file", sub {
    my $at = fresh('proc') // return ('denied', "$!");
    return outcome(length content("$at/$file"));
  };
}
probe 'mount-proc-process-of-the-host', sub {
  my $at = fresh('proc') // return ('denied', "$!");
  return first_that(sub { content($_[0]) =~ /canary\.pl/ }, glob "$at/[0-9]*/cmdline");
};
for my $controller ('devices', 'memory', 'freezer', 'pids') {
  probe "mount-cgroup-$controller-release-agent", sub {
    my $at = fresh('cgroup', $controller) // return ('absent', "$!");
    return opened("$at/release_agent", O_WRONLY);
  };
}
probe 'mount-cgroup-write-tasks', sub {
  my $at = fresh('cgroup', 'devices') // return ('absent', "$!");
  return opened("$at/cgroup.procs", O_WRONLY);
};
probe 'mount-cgroup-of-the-host', sub {
  my $at = fresh('cgroup', 'devices') // return ('absent', "$!");
  return content("$at/cgroup.procs") =~ /^$HOST{canary_pid}$/m ? 'allowed' : 'denied';
};

# Mounts that cannot be written, made writable.
my %covers = (
  '/proc/sys' => 'kernel/core_pattern', '/proc/irq' => 'default_smp_affinity',
  '/proc/bus' => 'pci/00/00.0', '/sys' => 'kernel/profiling', '/sys/kernel' => 'profiling',
  '/sys/fs/cgroup/devices' => 'devices.allow', '/sys/fs/cgroup/memory' => 'memory.limit_in_bytes',
  '/sys/fs/cgroup/pids' => 'pids.max',
);
for my $mount (sort keys %covers) {
  probe "remount-$mount", sub {
    apart() && writable_again($mount) or return outcome(0);
    return opened("$mount/$covers{$mount}", O_WRONLY);
  };
}
probe 'remount-/run/host/os-release', sub {
  apart() && writable_again('/run/host/os-release') or return outcome(0);
  return opened('/run/host/os-release', O_WRONLY);
};
probe 'remount-/run/host/incoming', sub {
  apart() && writable_again('/run/host/incoming') or return outcome(0);
  return outcome(POSIX::access('/run/host/incoming', &POSIX::W_OK));
};
probe 'remount-bind-ro', sub {
  apart() && writable_again('/bound-ro') or return outcome(0);
  return opened('/bound-ro/file', O_WRONLY);
};
probe 'remount-by-attribute', sub {
  my $none = pack 'Q4', 0, 1, 0, 0; # MOUNT_ATTR_RDONLY is taken away.
  apart() && call('mount_setattr', AT_FDCWD, '/proc/sys', 0, $none, 32) == 0 or return outcome(0);
  return opened('/proc/sys/kernel/core_pattern', O_WRONLY);
};

# Mounts on top of others, taken away or moved: what is below, and is it writable?
for my $mount ('/proc/sys', '/proc/irq') {
  probe "uncover-$mount", sub {
    apart() && unmount($mount) or return ('denied', "$!");
    return opened("$mount/" . ($mount eq '/proc/sys' ? 'kernel/core_pattern' : 'default_smp_affinity'),
      O_WRONLY);
  };
}
for my $mount ('/proc', '/sys', '/dev', '/run', '/run/host', '/tmp') {
  probe "below-$mount", sub {
    apart() && unmount($mount) or return ('denied', "$!");
    1 while unmount($mount);
    opendir my $names, $mount or return ('denied', "$!");
    my @names = grep { !/^\./ } readdir $names;
    return @names ? ('allowed', $names[0]) : ('denied', 'empty');
  };
}
probe 'below-the-root', sub {
  apart() && unmount('/') or return ('denied', "$!");
  return leads_to_host('/..') ? 'allowed' : 'denied';
};
probe 'moved-/proc/sys', sub {
  apart() && mkdir('/mnt/to') && mount('/proc/sys', '/mnt/to', 0, MS_MOVE) or return ('denied', "$!");
  return opened('/proc/sys/kernel/core_pattern', O_WRONLY);
};
probe 'bound-proc-without-its-covers', sub {
  apart() && mkdir('/mnt/to') && mount('/proc', '/mnt/to', 0, MS_BIND) or return ('denied', "$!");
  return opened('/mnt/to/sys/kernel/core_pattern', O_WRONLY);
};
probe 'tree-of-proc-without-its-covers', sub {
  apart() && mkdir('/mnt/to') or return ('denied', "$!");
  my $tree = call('open_tree', AT_FDCWD, '/proc', 1); # OPEN_TREE_CLONE
  $tree >= 0 && call('move_mount', $tree, '', AT_FDCWD, '/mnt/to', 4) == 0 or return ('denied', "$!");
  return opened('/mnt/to/sys/kernel/core_pattern', O_WRONLY);
};
probe 'new-proc-by-descriptors', sub {
  my $context = call('fsopen', 'proc', 0);
  $context >= 0 && call('fsconfig', $context, 6, 0, 0, 0) == 0 or return ('denied', "$!");
  my $mount = call('fsmount', $context, 0, 0);
  return outcome($mount >= 0 && sysopen my $file, "/proc/self/fd/$mount/sys/kernel/core_pattern", O_WRONLY);
};
probe 'changed-proc-by-descriptors', sub {
  return gate(call('fspick', AT_FDCWD, '/proc', 0));
};

# Ways to the host's root.
probe 'root-chroot', sub {
  mkdir '/tmp/below';
  chroot '/tmp/below' or return ('denied', "$!");
  chdir '..' for 1 .. 64;
  chroot '.' or return ('denied', "$!");
  return leads_to_host('') ? 'allowed' : 'denied';
};
probe 'root-pivot', sub {
  apart() && mkdir('/mnt/old') && chdir('/mnt') or return ('denied', "$!");
  call('pivot_root', '.', 'old') == 0 or return ('denied', "$!");
  return first_that(\&leads_to_host, '/old', '/old/..', '/old/old');
};
probe 'root-dot-dot', sub { first_that(\&leads_to_host, '', '/..', '.', '../' x 32) };
for my $link ('root', 'cwd') {
  probe "root-by-/proc/1/$link", sub { first_that(\&leads_to_host, "/proc/1/$link") };
  probe "root-by-$link-of-any-process", sub { first_that(\&leads_to_host, glob "/proc/[0-9]*/$link") };
}
probe 'root-by-descriptors', sub {
  return first_that(\&leads_to_host, map { ($_, "$_/..", "$_/" . '../' x 32) } glob '/proc/[0-9]*/fd/*');
};
probe 'root-by-mounts-of-threads', sub {
  return first_that(\&leads_to_host, glob '/proc/[0-9]*/task/*/root');
};
probe 'root-by-bound-directory', sub { first_that(\&leads_to_host, '/bound/..', '/bound/' . '../' x 32) };
probe 'root-by-run-host', sub { first_that(\&leads_to_host, glob('/run/host/*'), glob '/run/host/*/..') };
probe 'root-by-file-handle', sub {
  # The root of ext4, btrfs and xfs as a handle that needs no name (Docker's "shocker").
  my $handle = pack 'Ll a*', 8, 1, pack 'LL', 2, 0;
  sysopen my $mount, '/', O_RDONLY or return ('denied', "$!");
  return gate(call('open_by_handle_at', fileno $mount, $handle, O_RDONLY));
};
# Files of the host that were bound on purpose: as whom does root in the machine write them?
probe 'bound-write', sub { opened('/bound/file', O_WRONLY) };
probe 'bound-write-read-only', sub { opened('/bound-ro/file', O_WRONLY) };
probe 'bound-create', sub {
  my @result = outcome(sysopen my $file, "/bound/new-$$", O_WRONLY | O_CREAT);
  unlink "/bound/new-$$";
  return @result;
};
probe 'bound-set-user-id', sub {
  my @result = outcome(chmod 04755, '/bound/file');
  chmod 0644, '/bound/file';
  return @result;
};
probe 'bound-owner', sub { outcome(chown 0, 0, '/bound/file') };
probe 'bound-node', sub {
  my $path = "/bound/node-$$";
  my @result = outcome(node($path, c => 1, 3));
  unlink $path;
  return @result;
};
probe 'bound-private', sub { outcome(length content('/bound/private')) };
probe 'bound-private-mapped-again', sub {
  apart() && mkdir('/mnt/to') && mount('/bound', '/mnt/to', 0, MS_BIND) or return ('denied', "$!");
  my $tree = call('open_tree', AT_FDCWD, '/mnt/to', 1);
  sysopen my $users, '/proc/self/ns/user', O_RDONLY or return ('denied', "$!");
  my $map = pack 'Q4', 1 << 20, 0, 0, fileno $users; # MOUNT_ATTR_IDMAP
  $tree >= 0 && call('mount_setattr', $tree, '', 0x1000, $map, 32) == 0 or return ('denied', "$!");
  return outcome(length content("/proc/self/fd/$tree/private"));
};

1;
