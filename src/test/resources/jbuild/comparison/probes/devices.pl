# Devices of the host: a node is made in memory of our own and looked at. access(2) asks the policy
# for devices and no driver: opening some would do harm (a watchdog would start).
use strict;
use warnings;
our %HOST;

my ($disk_major, $disk_minor) = split /:/, $HOST{disk};
my %devices = (
  'autofs' => [c => 10, 235], 'btrfs-control' => [c => 10, 234], 'console' => [c => 5, 1],
  'cpu-msr' => [c => 202, 0], 'cuse' => [c => 10, 203], 'device-mapper' => [c => 10, 236],
  'disk-of-the-host' => [b => $disk_major, $disk_minor], 'framebuffer' => [c => 29, 0],
  'graphics' => [c => 226, 0], 'hpet' => [c => 10, 228], 'hwrng' => [c => 10, 183],
  'input' => [c => 13, 64], 'kmsg' => [c => 1, 11], 'kvm' => [c => 10, 232], 'loop0' => [b => 7, 0],
  'loop-control' => [c => 10, 237], 'md0' => [b => 9, 0], 'mem' => [c => 1, 1],
  'nbd0' => [b => 43, 0], 'nvram' => [c => 10, 144], 'port' => [c => 1, 4], 'ppp' => [c => 108, 0],
  'ram0' => [b => 1, 0], 'raw-control' => [c => 162, 0], 'rtc' => [c => 10, 135],
  'scsi-generic' => [c => 21, 0], 'sda' => [b => 8, 0], 'snapshot' => [c => 10, 231],
  'sound' => [c => 116, 1], 'tpm' => [c => 10, 224], 'tty0' => [c => 4, 0], 'ttyS0' => [c => 4, 64],
  'uhid' => [c => 10, 239], 'uinput' => [c => 10, 223], 'usb' => [c => 189, 0],
  'vcs' => [c => 7, 0], 'vfio' => [c => 10, 196], 'vhost-net' => [c => 10, 238],
  'watchdog' => [c => 10, 130],
);

sub node {
  my ($path, $kind, $major, $minor) = @_;
  my $mode = 0600 | ($kind eq 'b' ? 0060000 : 0020000);
  return call('mknodat', AT_FDCWD, $path, $mode,
    ($minor & ~0xff) << 12 | $major << 8 | $minor & 0xff) == 0;
}

for my $name (sort keys %devices) {
  probe "device-$name", sub {
    apart() && node('/mnt/node', @{$devices{$name}}) or return ('denied', "no node: $!");
    return outcome(POSIX::access('/mnt/node', &POSIX::R_OK | &POSIX::W_OK));
  };
}

# These do no harm when they are opened, so the whole way is tried.
for my $name ('kmsg', 'kvm', 'loop-control', 'mem', 'disk-of-the-host') {
  probe "device-opened-$name", sub {
    apart() && node('/mnt/node', @{$devices{$name}}) or return ('denied', "no node: $!");
    return gate(sysopen(my $file, '/mnt/node', O_RDONLY | O_NONBLOCK) ? 0 : -1);
  };
}

for my $place ('', '/dev', '/dev/shm', '/tmp', '/run') {
  probe "device-node-in-$place/", sub {
    my $path = "$place/jbuild-probe-$$";
    node($path, @{$devices{'loop-control'}}) or return ('denied', "no node: $!");
    my @result = gate(sysopen(my $file, $path, O_RDONLY) ? 0 : -1);
    unlink $path;
    return @result;
  };
}

# Nodes that machines have by design: memory devices, terminals, tunnels, file systems in programs.
probe 'device-found-in-dev', sub {
  my @found;
  my @directories = ('/dev');
  while (my $below = shift @directories) {
    for my $path (glob "$below/*") {
      next if -l $path;
      push @directories, $path if -d _;
      next unless -b _ || -c _;
      my $device = (stat _)[6];
      my $number = ($device >> 8 & 0xfff) . ':' . ($device & 0xff);
      next if -c _ && $number =~ /^(1:[35789]|5:[02]|10:200|10:229|136:\d+)$/;
      push @found, $path if POSIX::access($path, &POSIX::R_OK);
    }
  }
  return @found ? ('allowed', $found[0]) : 'denied';
};

# A machine with the controller of version 1 may write to its group: that must not be where its
# devices are limited.
probe 'device-policy-widened', sub {
  my $group = fresh('cgroup', 'devices') // return ('absent', "$!");
  if (sysopen my $allow, "$group/devices.allow", O_WRONLY) {
    syswrite $allow, 'a *:* rwm';
  }
  node('/mnt/node', @{$devices{kvm}}) or return ('denied', "no node: $!");
  return outcome(POSIX::access('/mnt/node', &POSIX::R_OK));
};

probe 'device-terminals-of-the-host', sub {
  return first_that(sub { leads_to_terminal($_[0]) }, glob '/dev/pts/[0-9]*');
};

sub leads_to_terminal {
  my ($path) = @_;
  my ($device, $inode) = stat $path or return 0;
  return "$device:$inode" eq $HOST{terminal};
}

probe 'terminal-of-the-caller', sub { opened('/dev/tty', O_RDWR) };

probe 'terminal-of-the-caller-typed-to', sub {
  sysopen my $terminal, '/dev/tty', O_RDWR or return outcome(0);
  my $letter = '#';
  return outcome(defined ioctl $terminal, 0x5412, $letter); # TIOCSTI
};

1;
