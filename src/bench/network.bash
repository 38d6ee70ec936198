#!/bin/bash
# How much a machine sends to its host in a second, beside the same between two plain namespaces.
#
#   BENCH_NETWORK  a tree with iperf3 and ip (default: test-images/network.toml, built)
#   BENCH_SECONDS  how long each side sends (default: 3)
. "$(dirname "$0")/common.bash"

tree=${BENCH_NETWORK:-}
[ -n "$tree" ] || tree=$(built "$project/test-images/network.toml" "$work/network")
seconds=${BENCH_SECONDS:-3}
address=10.111.0.1

inside() { # command; sees our network, and the tree's programs
  unshare --mount sh -c 'mount --bind /dev "$0/dev" && exec chroot "$0" "$@"' "$tree" "$@"
}

# Prints the bits of one run in a second, of what iperf3 has received.
received() {
  sed -n '/"sum_received"/,/}/ s/.*"bits_per_second":[[:space:]]*\([0-9.e+]*\).*/\1/p'
}

# In a network of its own: what others on this host send does not matter, nor do its rules.
if [ "${1:-}" != apart ]; then
  BENCH_NETWORK=$tree unshare --net bash "$0" apart
  exit
fi
inside ip link set lo up
export JBUILD_RUNTIME=$work/run

plain() {
  inside iperf3 --server --one-off >"$work/server" 2>&1 &
  local server=$!
  unshare --net sleep $((seconds + 30)) &
  local peer=$!
  until [ "$(readlink "/proc/$peer/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do :; done
  inside ip link add plain0 type veth peer name plain1 netns "$peer"
  inside ip addr add "$address/30" dev plain0
  inside ip link set plain0 up
  export -f inside
  export tree
  nsenter --net="/proc/$peer/ns/net" bash -c "inside sh -c '
    ip addr add 10.111.0.2/30 dev plain1 && ip link set plain1 up &&
    exec iperf3 --client $address --time $seconds --json'" | received >>"$work/plain.times"
  kill "$peer"
  wait "$peer" || :
  wait "$server"
}

machine() {
  inside iperf3 --server --one-off >"$work/server" 2>&1 &
  local server=$!
  "$jbuild" run --quiet --console=pipe --network-veth --machine=bench --volatile=overlay \
    --directory="$tree" -- /bin/sh -c "
      gateway=\$(ip -4 route show default | cut -d' ' -f3)
      exec iperf3 --client \$gateway --time $seconds --json" </dev/null |
    received >>"$work/machine.times"
  wait "$server"
}

for ((i = 0; i < runs; i++)); do
  plain
  machine
done

printf '%s; %s processors, load %s; %s runs of %s s each\n' "$(date -u +%F)" "$(nproc)" \
  "$(cut -d' ' -f1 /proc/loadavg)" "$runs" "$seconds"
awk -v p="$(median plain 1)" -v m="$(median machine 1)" 'BEGIN {
  printf "%-44s %7.2f Gbit/s\n", "between two plain namespaces", p / 1e9
  printf "%-44s %7.2f Gbit/s, ratio %.2f\n", "from a machine to its host", m / 1e9, m / p }'
