# Tries everything that the other files here list, each in a process of its own, and prints for each
# "NAME OUTCOME WHY": allowed, denied, or absent when there is nothing to be tried on. "Allowed"
# means that it was possible; nothing is done with what was reached: files are opened and closed,
# calls get arguments that no kernel accepts, terminals and groups are those of the test.
#
# Only what perl-base has is needed. Arguments: NAME=VALUE, what the host has that must not be found.
use strict;
use warnings;
use Errno ();
use Fcntl;
use POSIX ();

our %HOST = map { split /=/, $_, 2 } @ARGV;
my ($here) = $0 =~ m{^(.*)/};
my @probes;
my $seconds = 5;

sub probe {
  my ($name, $attempt) = @_;
  push @probes, [$name, $attempt];
}

# By what a call has returned: nothing there to be tried is not the same as a refusal.
sub outcome {
  my ($done) = @_;
  return 'allowed' if $done;
  return ($!{ENOENT} || $!{ENOSYS} || $!{ENODEV} ? 'absent' : 'denied', "$!");
}

# For calls that look at privileges before they look at arguments, which are wrong here.
sub gate {
  my ($returned) = @_;
  return 'allowed' if $returned >= 0;
  return ('denied', "$!") if $!{EPERM} || $!{EACCES};
  return ('absent', "$!") if $!{ENOSYS} || $!{EAFNOSUPPORT};
  return ('allowed', "then: $!");
}

sub opened {
  my ($path, $how) = @_;
  return outcome(sysopen my $file, $path, $how | O_NONBLOCK | O_NOCTTY);
}

sub content {
  my ($path) = @_;
  open my $file, '<', $path or return '';
  my $some = '';
  sysread $file, $some, 1 << 16;
  return $some;
}

# Whether the root of the host is there.
sub leads_to_host {
  my ($root) = @_;
  return content("$root$HOST{canary}") =~ /^canary/;
}

sub first_that {
  my ($test, @candidates) = @_;
  for my $candidate (@candidates) {
    return ('allowed', $candidate) if $test->($candidate);
  }
  return 'denied';
}

do "$here/$_.pl" or die "$_: $@ $!" for qw(calls devices files mounts processes kernel network);

sub tried {
  my ($attempt) = @_;
  pipe my $read, my $write or die;
  my $child = fork // die;
  if (!$child) {
    alarm $seconds;
    my @result = eval { $attempt->() };
    @result = ('broken', $@) if $@;
    syswrite $write, join ' ', @result;
    POSIX::_exit(0);
  }
  close $write;
  waitpid $child, 0;
  my $signal = $? & 127;
  return $signal == 14 ? 'denied it waits' : "denied by signal $signal" if $signal;
  sysread $read, my $line, 4096;
  $line =~ s/\s+/ /g;
  return $line;
}

$| = 1;
printf "%s %s\n", $_->[0], tried($_->[1]) for @probes;
