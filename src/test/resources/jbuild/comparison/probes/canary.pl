# A process of the host that no machine may reach, with one of everything that processes share.
# Prints its number and its port; ends, and removes all, when there is nothing more to read.
# Arguments: a name that nothing else has, and a key for System V IPC.
use strict;
use warnings;
use POSIX ();
use Socket;

my ($name, $key) = @ARGV;
my ($owner, $create) = (0600, 01000 | 0600);
my ($open, $unlink) = (POSIX::uname())[4] eq 'x86_64' ? (240, 241) : (180, 181); # mq_open

socket my $abstract, AF_UNIX, SOCK_STREAM, 0 or die $!;
bind $abstract, pack('S', AF_UNIX) . "\0$name" or die $!;
listen $abstract, 16 or die $!;
socket my $loopback, AF_INET, SOCK_STREAM, 0 or die $!;
bind $loopback, pack_sockaddr_in(0, INADDR_LOOPBACK) or die $!;
listen $loopback, 16 or die $!;
my $memory = shmget $key, 4096, $create // die $!;
my $semaphores = semget $key, 1, $create // die $!;
my $messages = msgget $key, $create // die $!;
my $queue = $name;
my $queued = syscall $open, $queue, 0102, $owner, 0;
die $! if $queued < 0;
my ($add, $change) = (POSIX::uname())[4] eq 'x86_64' ? (248, 250) : (217, 219); # add_key, keyctl
my $kind = 'user';
my $text = 'secret';
my $of_user = -4;
my $secret = syscall $add, $kind, $queue, $text, length $text, $of_user;
die $! if $secret < 0;
open my $file, '>', "/dev/shm/$name" or die $!;

$| = 1;
print "$$ ", (unpack_sockaddr_in getsockname $loopback)[0], "\n";
sysread STDIN, my $nothing, 1;

shmctl $memory, 0, 0;
semctl $semaphores, 0, 0, 0;
msgctl $messages, 0, 0;
syscall $unlink, $queue;
syscall $change, 9, $secret, $of_user; # KEYCTL_UNLINK
unlink "/dev/shm/$name";
