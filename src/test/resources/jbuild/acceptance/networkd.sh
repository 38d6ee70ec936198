# Runs a machine on a host whose systemd-networkd has rules for links that are called like those of
# machines, with jbuild in /opt/jbuild and Java in /opt/java, and prints who configured what.
set -u
export PATH="/opt/java/bin:$PATH" JBUILD_CACHE=/proc/nothing

tree=/srv/tree
mkdir -p "$tree/usr" "$tree/etc"
for directory in bin lib lib64 sbin; do
  ln -s "usr/$directory" "$tree/$directory"
done
cp /etc/os-release "$tree/etc/"
mkfifo /srv/started

addresses() {
  ip -4 -o addr show dev "$1" | wc -l
}

state() {
  networkctl --no-legend --no-pager list "$1" | awk '{ print $5 }'
}

# Somebody else's: networkd gives it an address.
ip link add ve-other type veth peer name other
ip link set other up
tries=0
while [ "$(addresses ve-other)" = 0 ] && [ "$tries" -lt 100 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
[ "$(addresses ve-other)" = 0 ] || echo "other configured"

/opt/jbuild/jbuild run --quiet --network-veth --machine=web --directory="$tree" --bind-ro=/usr \
  -- sh -c 'echo started; exec sleep 1000' </dev/null >/srv/started 2>/srv/errors &
read -r _ </srv/started
tries=0
while [ "$(state ve-web)" = pending ] && [ "$tries" -lt 100 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
echo "web $(state ve-web) $(addresses ve-web)"
ls /run/systemd/network
kill "$!"
wait "$!"
echo "left $(ls /run/systemd/network | wc -l) $(ip -o link | grep -c ve-web)"
cat /srv/errors
