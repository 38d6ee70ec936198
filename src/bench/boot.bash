#!/bin/bash
# How long a boot takes until the init says READY=1, with the same options on both sides.
BENCH_RUNS=${BENCH_RUNS:-5}
. "$(dirname "$0")/common.bash"

find_tools
find_image
"$jbuild" --version >/dev/null # Prepared, as every start but the first.
join_groups

boot() { # name, command
  local name=$1
  shift
  local seconds
  seconds=$(perl "$bench/ready.pl" "$work/notify" "$@")
  echo "$seconds 0" >>"$work/$name.times"
}

for ((i = 0; i < runs; i++)); do
  boot nspawn "${nspawn[@]}" --boot --notify-ready=yes --directory="$image"
  boot jbuild "$jbuild" boot --quiet --notify-ready=yes --directory="$image"
done

heading
report nspawn 'systemd-nspawn --boot' nspawn
report jbuild 'jbuild boot' nspawn
