# Who starts a machine: has a terminal, a descriptor too many, and a secret in the environment.
# Arguments: the terminal, the directory that descriptor 9 is of, the program.
terminal=$1
shift
LC_ALL=C PROBE_SECRET=sesame
export LC_ALL PROBE_SECRET
exec setsid --ctty --wait /bin/sh -c \
  'exec 9<"$1" </dev/null; shift; exec "$@"' caller "$@" <"$terminal"
