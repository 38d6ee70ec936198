#!/bin/bash
# How long it takes to write a tree as tar.zst and to unpack it again, beside GNU tar and zstd, and
# how much memory that needs.
#
#   BENCH_COPIES   of the tree in the tree that is measured (default: 8; its size makes up for the start)
#   BENCH_FORMATS  a tree with GNU tar and zstd (default: test-images/formats.toml, built)
. "$(dirname "$0")/common.bash"

find_image
formats=${BENCH_FORMATS:-}
[ -n "$formats" ] || formats=$(built "$project/test-images/formats.toml" "$work/formats")
loader=$(echo "$formats"/lib64/ld-linux-x86-64.so.2 "$formats"/lib/ld-linux-aarch64.so.1 |
  tr ' ' '\n' | while read -r file; do [ ! -e "$file" ] || echo "$file"; done)
run=("$loader" --library-path "$formats/usr/lib/$(uname -m)-linux-gnu")
tar=("${run[@]}" "$formats/usr/bin/tar" --xattrs --acls --numeric-owner)
zstd=("${run[@]}" "$formats/usr/bin/zstd" -3 -q)
export JBUILD_MACHINES=$work/machines

mkdir -p "$JBUILD_MACHINES/tree"
for ((i = 0; i < ${BENCH_COPIES:-8}; i++)); do
  cp -a --reflink=auto "$image" "$JBUILD_MACHINES/tree/$i"
done
"$jbuild" --version >/dev/null # Prepared, as every start but the first.

# jbuild waits until the archive is on disk, so that both have to.
pack() {
  "${tar[@]}" --format=posix --sparse -C "$JBUILD_MACHINES/tree" -c . |
    "${zstd[@]}" -T0 -f -o "$work/peer.tar.zst"
  sync "$work/peer.tar.zst"
}

# The same of a tree: jbuild shows an image only when all of it is on disk.
unpack() { # directory
  mkdir "$1"
  "${zstd[@]}" -dc "$work/peer.tar.zst" | "${tar[@]}" --xattrs-include='*' -C "$1" -xpf -
  sync -f "$1"
}

# The most memory that a command had at once, in MiB.
memory() { # command
  "$@" >/dev/null 2>&1 &
  local most=0 now
  while now=$(awk '/VmHWM/ { print $2 }' "/proc/$!/status" 2>/dev/null) && [ -n "$now" ]; do
    most=$now
    sleep 0.1
  done
  wait $! || exit 1
  echo $((most / 1024))
}

for ((i = 0; i < runs; i++)); do
  rm -f "$work/own.tar.zst"
  timed pack pack
  timed export "$jbuild" export-tar --quiet tree "$work/own.tar.zst"
  timed unpack unpack "$work/unpacked$i"
  timed import "$jbuild" import-tar --quiet "$work/peer.tar.zst" "copy$i"
done

heading
report pack 'tar | zstd -3 -T0' pack
report export 'jbuild export-tar' pack
report unpack 'zstd -dc | tar -x' unpack
report import 'jbuild import-tar' unpack
rm -f "$work/own.tar.zst"
printf 'Memory of export-tar: %s MiB, of import-tar: %s MiB\n' \
  "$(memory "$jbuild" export-tar --quiet tree "$work/own.tar.zst")" \
  "$(memory "$jbuild" import-tar --quiet "$work/peer.tar.zst" last)"
