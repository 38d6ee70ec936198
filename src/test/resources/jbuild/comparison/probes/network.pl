# Sockets, and memory shared by key.
use strict;
use warnings;
our %HOST;
use Socket;

my $netlink = 16;

sub own_network { return readlink '/proc/self/ns/net' ne $HOST{net} }

probe 'socket-abstract-of-the-host', sub {
  socket my $socket, AF_UNIX, SOCK_STREAM, 0 or return outcome(0);
  return outcome(connect $socket, pack('S', AF_UNIX) . "\0$HOST{abstract}");
};
probe 'socket-loopback-of-the-host', sub {
  socket my $socket, AF_INET, SOCK_STREAM, 0 or return outcome(0);
  return outcome(connect $socket, pack_sockaddr_in($HOST{port}, INADDR_LOOPBACK));
};

# Families and kinds; where the network is the machine's own, all they reach is the machine's.
my %sockets = (
  'alg' => [38, SOCK_SEQPACKET, 0], 'audit' => [$netlink, SOCK_RAW, 9],
  'bluetooth' => [31, SOCK_RAW, 1], 'can' => [29, SOCK_RAW, 1], 'key' => [15, SOCK_RAW, 2],
  'vsock' => [40, SOCK_STREAM, 0], 'xdp' => [44, SOCK_RAW, 0], 'smc' => [43, SOCK_STREAM, 0],
  'tipc' => [30, SOCK_SEQPACKET, 0], 'rds' => [21, SOCK_SEQPACKET, 0], 'qipcrtr' => [42, SOCK_DGRAM, 0],
);
for my $name (sort keys %sockets) {
  my ($family, $type, $protocol) = @{$sockets{$name}};
  probe "socket-$name", sub { outcome(socket my $socket, $family, $type, $protocol) };
}
probe 'socket-packet-of-the-host', sub {
  return ('denied', 'a network of its own') if own_network();
  return outcome(socket my $socket, 17, SOCK_RAW, 0);
};
probe 'socket-raw-of-the-host', sub {
  return ('denied', 'a network of its own') if own_network();
  return outcome(socket my $socket, AF_INET, SOCK_RAW, 255);
};
probe 'socket-uevent-sent', sub {
  return ('denied', 'a network of its own') if own_network();
  socket my $socket, $netlink, SOCK_RAW, 15 or return outcome(0);
  # To a group that nobody listens to: the right to send is the same for all.
  return gate(send($socket, 'x', 0, pack('SSLL', $netlink, 0, 0, 1 << 31)) // -1);
};
probe 'socket-audit-group', sub {
  socket my $socket, $netlink, SOCK_RAW, 9 or return outcome(0);
  return outcome(bind $socket, pack('SSLL', $netlink, 0, 0, 1));
};
probe 'network-of-the-host-configured', sub {
  return ('denied', 'a network of its own') if own_network();
  socket my $socket, AF_INET, SOCK_DGRAM, 0 or return outcome(0);
  # The flags of no interface: only privileges and the name are looked at.
  my $request = pack 'a16 s x14', 'jbuild-no-such', 0;
  return 'allowed' if defined ioctl $socket, 0x8914, $request; # SIOCSIFFLAGS
  return $!{ENODEV} ? ('allowed', "then: $!") : ('denied', "$!");
};
probe 'network-of-the-host-tunnel', sub {
  return ('denied', 'a network of its own') if own_network();
  sysopen my $tunnel, '/dev/net/tun', O_RDWR or return outcome(0);
  my $request = pack 'a16 S x22', 'jbuild-probe%d', 1; # IFF_TUN
  return outcome(defined ioctl $tunnel, 0x400454ca, $request); # it is gone with the descriptor
};
probe 'network-of-the-host-port', sub {
  return ('denied', 'a network of its own') if own_network();
  socket my $socket, AF_INET, SOCK_STREAM, 0 or return outcome(0);
  for my $port (2 .. 16) {
    return 'allowed' if bind $socket, pack_sockaddr_in($port, INADDR_LOOPBACK);
    last if $!{EACCES};
  }
  return ('denied', "$!");
};

probe 'shared-memory-of-the-host', sub { outcome(call('shmget', $HOST{key} + 0, 0, 0) >= 0) };
probe 'semaphores-of-the-host', sub { outcome(call('semget', $HOST{key} + 0, 0, 0) >= 0) };
probe 'messages-of-the-host', sub { outcome(call('msgget', $HOST{key} + 0, 0) >= 0) };
probe 'message-queue-of-the-host', sub { outcome(call('mq_open', $HOST{queue}, O_RDONLY, 0, 0) >= 0) };
probe 'shared-files-of-the-host', sub { outcome(-e "/dev/shm/$HOST{queue}") };

# What the machine may say to who started it.
probe 'notify-without-being-the-first', sub {
  socket my $socket, AF_UNIX, SOCK_DGRAM, 0 or return outcome(0);
  return outcome(defined send $socket, "STOPPING=1\nSTATUS=forged", 0, pack_sockaddr_un('/run/host/notify'));
};
probe 'run-host-written', sub { outcome(sysopen my $file, "/run/host/probe-$$", O_WRONLY | O_CREAT) };
probe 'run-host-incoming-written', sub {
  return outcome(sysopen my $file, "/run/host/incoming/probe-$$", O_WRONLY | O_CREAT);
};
probe 'run-host-notify-removed', sub { outcome(unlink '/run/host/notify') };

1;
