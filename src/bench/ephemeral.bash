#!/bin/bash
# How much longer a start takes that forgets what it writes, beside a plain start of the same tree:
# on the host's file system, on a btrfs and in a pool. The tree has 2 GB besides a system.
#
#   BENCH_SIZE  how many MB are added to the tree (default: 2048)
# What is mounted is to be ours alone.
[ -n "${BENCH_APART:-}" ] || BENCH_APART=yes exec unshare --mount bash "$0"
. "$(dirname "$0")/common.bash"

find_image
"$jbuild" --version >/dev/null # Prepared, as every start but the first.

# A tree like those that people have: many small files, and a few large ones.
tree=$work/tree
cp -a "$image" "$tree"
mkdir "$tree/srv/added"
size=${BENCH_SIZE:-2048}
for ((i = 0; i < size / 8; i++)); do
  mkdir "$tree/srv/added/$i"
  head -c 4M /dev/urandom >"$tree/srv/added/$i/large"
  head -c 4M /dev/urandom | split -b 64K -a 3 - "$tree/srv/added/$i/small"
done

export JBUILD_MACHINES=$work/machines
"$jbuild" pool create
"$jbuild" import-fs "$tree" tree >/dev/null

start() { # name, where the tree is, more words
  local name=$1 where=$2
  shift 2
  timed "$name" "$jbuild" run --quiet --settings=no "$@" "$where" -- /bin/true
}

for ((i = 0; i < runs; i++)); do
  start plain "$tree"
  start layer "$tree" --ephemeral
  start pool tree
  start pool-copy tree --ephemeral
done
"$jbuild" pool mount
for ((i = 0; i < runs; i++)); do
  start btrfs "$JBUILD_MACHINES/tree"
  start btrfs-copy "$JBUILD_MACHINES/tree" --ephemeral
done

heading
report plain "run, on $(stat -f -c %T "$work")" plain
report layer '  the same with --ephemeral' plain
report pool 'run, in the pool' pool
report pool-copy '  the same with --ephemeral' pool
report btrfs 'run, on btrfs' btrfs
report btrfs-copy '  the same with --ephemeral' btrfs
