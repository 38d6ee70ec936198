#!/bin/bash
# How long a cold build takes, beside mmdebstrap with the same packages, suites and mirror.
BENCH_RUNS=${BENCH_RUNS:-1}
. "$(dirname "$0")/common.bash"

find_tools
mirror=${BENCH_MIRROR:-http://ftp.debian.org/debian}
security=${BENCH_SECURITY_MIRROR:-http://security.debian.org/debian-security}
parts='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]'

jbuild_cold() {
  JBUILD_CACHE=$work/cache "$jbuild" --output-dir "$work/out" "$project/recipes/debian.toml"
}

mmdebstrap_cold() {
  unshare --mount --propagation slave /bin/sh \
    "$project/src/test/resources/jbuild/tools/enter.sh" "$tools" "$work" -- \
    mmdebstrap --variant=custom --include="$packages" trixie "$work/peer" \
    "deb $parts $mirror trixie main" "deb $parts $mirror trixie-updates main" \
    "deb $parts $security trixie-security main"
}

for ((i = 0; i < runs; i++)); do
  rm -rf --one-file-system "$work/cache" "$work/out" "$work/peer"
  # The launcher's own preparation is made once for each version of jbuild, not for each build.
  JBUILD_CACHE=$work/cache "$jbuild" --version >/dev/null
  timed jbuild jbuild_cold
  packages=$(sed -n 's/^Package: //p' "$work/out/debian/var/lib/dpkg/status" | paste -sd,)
  timed mmdebstrap mmdebstrap_cold
done

heading
report mmdebstrap 'mmdebstrap, to a directory' mmdebstrap
report jbuild 'jbuild, to a directory' mmdebstrap
