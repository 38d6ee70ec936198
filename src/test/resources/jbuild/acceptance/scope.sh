# Runs machines on a host that runs systemd, with jbuild in /opt/jbuild and Java in /opt/java, and
# prints what the host knows of them.
set -u
export PATH="/opt/java/bin:$PATH" JBUILD_CACHE=/proc/nothing

tree=/srv/tree
mkdir -p "$tree/usr" "$tree/etc"
for directory in bin lib lib64 sbin; do
  ln -s "usr/$directory" "$tree/$directory"
done
cp /etc/os-release "$tree/etc/"
mkfifo /srv/started

machine() {
  /opt/jbuild/jbuild nspawn --quiet --directory="$tree" --bind-ro=/usr "$@" </dev/null 2>/srv/errors
}

long() {
  machine "$@" sh -c 'echo started; exec sleep 1000' >/srv/started &
  read -r _ </srv/started
}

ending() {
  systemctl stop "$1"
  wait "$!"
  echo "ended $?"
}

long --machine=web-1 --slice=tenants-a.slice \
  --property=TasksMax=50 --property=MemoryMax=123M --property=RuntimeMaxSec=1h
systemctl show 'machine-web\x2d1.scope' \
  --property=Slice,Delegate,TasksMax,MemoryMax,RuntimeMaxUSec,Description | sort
group=$(systemctl show 'machine-web\x2d1.scope' --property=ControlGroup --value)
wc -l <"/sys/fs/cgroup/unified$group/payload/cgroup.procs"
ending 'machine-web\x2d1.scope'

# Then only the service manager itself can be asked.
mv /run/dbus/system_bus_socket /run/dbus/away
long --machine=alone --kill-signal=KILL
systemctl show machine-alone.scope --property=ActiveState,Slice | sort
ending machine-alone.scope
mv /run/dbus/away /run/dbus/system_bus_socket

machine --machine=again sh -c 'exit 3' >/dev/null
echo "first $?"
machine --machine=again sh -c 'exit 4' >/dev/null
echo "second $?"
machine --machine=refused --property=KillMode=maybe true
echo "refused $?"
cat /srv/errors
machine --machine=kept --keep-unit --property=RuntimeMaxSec=1h true
echo "kept $?"
cat /srv/errors
systemctl list-units --all --no-legend 'machine-*.scope' | wc -l
ls /run/jbuild/machines
