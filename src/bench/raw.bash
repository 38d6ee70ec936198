#!/bin/bash
# How long a build takes to write a raw disk with ext4, beside mkfs.ext4 with the same tree alone: the
# step's own time as the log has it, with all that a build does to the tree before and after.
#
#   BENCH_MKFS  the program to compare with (default: mkfs.ext4 of the host)
BENCH_RUNS=${BENCH_RUNS:-3}
. "$(dirname "$0")/common.bash"

mkfs=${BENCH_MKFS:-mkfs.ext4}
cat >"$work/disk.toml" <<'RECIPE'
[image]
name = "disk"
outputs = ["directory", "raw"]

[distribution]
name = "debian"
release = "trixie"
RECIPE

alone() {
  rm -f "$work/alone"
  "$mkfs" -q -F -b 4096 -d "$work/out/disk" "$work/alone" "${size}k"
}

"$jbuild" --version >/dev/null # Prepared, as every build but the first.
for ((i = 0; i < runs; i++)); do
  rm -rf --one-file-system "$work/out"
  "$jbuild" --output-dir "$work/out" "$work/disk.toml" >"$work/built.log" 2>&1
  sed -n 's/^== write disk\.raw: \([0-9]*\) ms$/\1/p' "$work/out/disk.log" |
    awk '{ print $1 / 1000, 0 }' >>"$work/jbuild.times"
  # All but the two megabytes of the partition table.
  size=$(($(stat -c %s "$work/out/disk.raw") / 1024 - 2048))
  timed alone alone
done

du -sh "$work/out/disk" | awk '{ print "a tree of " $1 }'
heading
report alone 'mkfs.ext4 -d' alone
report jbuild 'jbuild, a disk with ext4' alone
