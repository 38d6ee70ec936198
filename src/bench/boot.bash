#!/bin/bash
# How long a boot takes until the init says READY=1, with the same options on both sides, and how
# much memory the supervisor needs then.
BENCH_RUNS=${BENCH_RUNS:-5}
. "$(dirname "$0")/common.bash"

find_tools
find_image
"$jbuild" --version >/dev/null # Prepared, as every start but the first.
join_groups

boot() { # name, command
  local name=$1
  shift
  perl "$bench/ready.pl" "$work/notify" "$@" >>"$work/$name.times"
}

for ((i = 0; i < runs; i++)); do
  boot nspawn "${nspawn[@]}" --boot --notify-ready=yes --directory="$image"
  boot verb "$jbuild" nspawn --quiet --boot --notify-ready=yes --directory="$image"
  boot shared "$jbuild" boot --private-users=no --quiet --notify-ready=yes --directory="$image"
  boot jbuild "$jbuild" boot --quiet --notify-ready=yes --directory="$image"
done

heading 'PSS in MB'
report nspawn 'systemd-nspawn --boot' nspawn
report verb 'jbuild nspawn --boot' nspawn
report shared 'jbuild boot --private-users=no' nspawn
report jbuild 'jbuild boot, with users of its own' nspawn
