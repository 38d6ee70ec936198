# Starts a machine and prints after how many seconds its init has said READY=1, and how much memory
# its supervisor has then (PSS: shared pages count in parts), in megabytes; then ends it.
use strict;
use warnings;
use IO::Socket::UNIX;
use Socket qw(SOCK_DGRAM);
use Time::HiRes qw(time);

my ($path, @command) = @ARGV;
my $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $path) or die "$path: $!\n";
$ENV{NOTIFY_SOCKET} = $path;
my $start = time;
my $pid = fork // die "fork: $!\n";
if ($pid == 0) {
  open STDIN, '<', '/dev/null';
  open STDOUT, '>', '/dev/null';
  exec @command or die "$command[0]: $!\n";
}
local $SIG{ALRM} = sub { kill 'KILL', $pid; die "not ready after two minutes\n" };
local $SIG{CHLD} = sub { die "ended before it was ready\n" };
alarm 120;
my $message = '';
until ($message =~ /^READY=1$/m) {
  $socket->recv($message, 4096) // die "recv: $!\n";
}
my $seconds = time - $start;
open my $rollup, '<', "/proc/$pid/smaps_rollup" or die "/proc/$pid/smaps_rollup: $!\n";
my ($memory) = map { /^Pss:\s+(\d+) kB/ ? $1 / 1024 : () } <$rollup>;
close $rollup;
local $SIG{CHLD} = 'DEFAULT';
kill 'TERM', $pid;
# What it still says would fill the socket.
local $SIG{IO} = 'IGNORE';
while (waitpid($pid, 1) == 0) {
  $socket->blocking(0);
  $socket->recv($message, 4096);
  select undef, undef, undef, 0.01;
}
unlink $path;
printf "%.3f %.1f\n", $seconds, $memory;
