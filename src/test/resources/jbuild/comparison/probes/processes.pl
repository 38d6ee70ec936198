# Processes and namespaces of the host, and what of them came along.
use strict;
use warnings;
our %HOST;

sub processes { return map { m{(\d+)$} } glob '/proc/[0-9]*' }

sub runs_host_program {
  my ($process) = @_;
  my $program = readlink "/proc/$process/exe" // return 0;
  my @program = stat "/proc/$process/exe" or return 0;
  # Programs in memory are nobody's file; the image's have the same path here.
  return 0 if $program =~ m{^/memfd:};
  my @here = stat $program;
  return !@here || "@here[0, 1]" ne "@program[0, 1]";
}

probe 'stub-program-of-the-host', sub { first_that(\&runs_host_program, 1) };
probe 'stub-program-of-the-host-opened', sub {
  return 'denied' unless runs_host_program(1);
  return opened('/proc/1/exe', O_RDONLY);
};
probe 'process-program-of-the-host', sub { first_that(\&runs_host_program, processes()) };

# A mapped file that is not in the tree under its own path.
sub maps_host_file {
  my ($process) = @_;
  for my $line (split /\n/, content("/proc/$process/maps")) {
    my ($inode, $path) = $line =~ m{^\S+ \S+ \S+ \S+ (\d+)\s+(/.*)$} or next;
    next if $path =~ m{^/memfd:};
    return $path if !-e $path || (stat _)[1] != $inode;
  }
  return 0;
}

probe 'stub-maps-files-of-the-host', sub { first_that(\&maps_host_file, 1) };
probe 'process-maps-files-of-the-host', sub { first_that(\&maps_host_file, processes()) };
probe 'stub-mapped-files-of-the-host-opened', sub {
  return 'denied' unless maps_host_file(1);
  return first_that(sub { sysopen my $file, $_[0], O_RDONLY }, glob '/proc/1/map_files/*');
};
probe 'stub-memory-has-the-environment-of-the-caller', sub {
  no warnings 'portable';
  open my $memory, '<', '/proc/1/mem' or return outcome(0);
  for my $line (split /\n/, content('/proc/1/maps')) {
    my ($from, $to) = $line =~ /^(\w+)-(\w+) rw/ or next;
    my ($start, $size) = (hex $from, hex($to) - hex $from);
    next if $size > 1 << 24;
    sysseek $memory, $start, 0;
    sysread $memory, my $bytes, $size or next;
    return ('allowed', $line) if $bytes =~ /PROBE_SECRET=/;
  }
  return 'denied';
};
probe 'stub-memory-written', sub { opened('/proc/1/mem', O_RDWR) };
probe 'stub-traced', sub { gate(call('ptrace', 0x4206, 1, 0, 0)) }; # PTRACE_SEIZE
probe 'stub-read-from-afar', sub {
  no warnings 'portable';
  my $bytes = "\0" x 8;
  my $local = pack 'JJ', address($bytes), 8;
  my ($from) = content('/proc/1/maps') =~ /^(\w+)-\w+ r/m or return outcome(0);
  my $remote = pack 'JJ', hex $from, 8;
  return outcome(call('process_vm_readv', 1, $local, 1, $remote, 1, 0) > 0);
};
probe 'stub-descriptor-taken', sub {
  my $stub = call('pidfd_open', 1, 0);
  return outcome($stub >= 0 && call('pidfd_getfd', $stub, 0, 0) >= 0);
};
probe 'stub-descriptors-beyond-the-standard', sub {
  return first_that(sub { readlink $_[0] }, grep { !m{/[012]$} } glob '/proc/1/fd/*');
};

probe 'process-of-the-host-seen', sub {
  return first_that(sub { content($_[0]) =~ /canary\.pl/ }, glob '/proc/[0-9]*/cmdline');
};
probe 'process-of-the-host-signalled', sub { outcome(kill 0, $HOST{canary_pid}) };
probe 'process-of-the-host-as-descriptor', sub { outcome(call('pidfd_open', $HOST{canary_pid} + 0, 0) >= 0) };
probe 'process-of-the-host-traced', sub { outcome(call('ptrace', 0x4206, $HOST{canary_pid} + 0, 0, 0) == 0) };
probe 'process-of-the-host-memory', sub { opened("/proc/$HOST{canary_pid}/mem", O_RDONLY) };
probe 'process-of-the-host-limited', sub {
  my $old = "\0" x 16;
  return outcome(call('prlimit64', $HOST{canary_pid} + 0, 7, 0, $old) == 0);
};
probe 'process-of-the-host-as-parent', sub {
  my ($parent) = content('/proc/1/stat') =~ /^\d+ \(.*\) \S (\d+)/;
  return $parent ? 'allowed' : 'denied';
};

probe 'descriptor-of-the-caller-inherited', sub {
  my ($device, $inode) = split /:/, $HOST{descriptor};
  return first_that(sub { my @s = stat $_[0]; @s && "@s[0, 1]" eq "$device $inode" },
    glob '/proc/[0-9]*/fd/*');
};
probe 'directory-outside-of-the-root', sub {
  return first_that(sub { (readlink $_[0] // '') =~ /unreachable|^[^\/]/ },
    glob '/proc/[0-9]*/cwd /proc/[0-9]*/root');
};

my %namespaces = (
  cgroup => NEWCGROUP, ipc => NEWIPC, mnt => NEWNS, net => NEWNET, pid => NEWPID, time => NEWTIME,
  user => NEWUSER, uts => NEWUTS,
);
for my $name (sort keys %namespaces) {
  probe "namespace-of-the-host-$name", sub {
    return first_that(sub { (readlink $_[0] // '') eq $HOST{$name} }, glob "/proc/[0-9]*/ns/$name");
  };
  probe "namespace-new-$name", sub { outcome(call('unshare', $namespaces{$name}) == 0) };
}
for my $name ('pid', 'user') {
  probe "namespace-parent-$name", sub {
    sysopen my $own, "/proc/1/ns/$name", O_RDONLY or return outcome(0);
    my $parent = ioctl $own, 0xb702, 0; # NS_GET_PARENT
    return outcome(defined $parent);
  };
}
probe 'namespace-owner-of-network', sub {
  sysopen my $own, '/proc/1/ns/net', O_RDONLY or return outcome(0);
  my $owner = ioctl($own, 0xb701, 0) // return outcome(0); # NS_GET_USERNS
  return readlink("/proc/self/fd/$owner") eq $HOST{user} ? 'allowed' : 'denied';
};

# The kernel hands out the mount namespaces of all machines in turn to who is privileged over them.
for my $direction (11, 12) { # NS_MNT_GET_NEXT, NS_MNT_GET_PREV
  probe 'namespace-of-mounts-' . ($direction == 11 ? 'next' : 'previous'), sub {
    sysopen my $at, '/proc/self/ns/mnt', O_RDONLY or return outcome(0);
    my $namespace = fileno $at;
    for (1 .. 256) {
      my $facts = pack 'LLQ', 16, 0, 0;
      open my $from, '<&=', $namespace or return outcome(0);
      my $next = ioctl($from, 0x8010b700 | $direction, $facts) // return ('denied', "$!");
      return 'allowed' if readlink("/proc/self/fd/$next") eq $HOST{mnt};
      $namespace = $next + 0;
    }
    return ('denied', 'too many');
  };
}

1;
