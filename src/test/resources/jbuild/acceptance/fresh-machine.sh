# What somebody does who has just cloned jbuild on a machine that knows nothing of it. Ends with the
# status of jbuild; with 90 when a tool is there that nobody should need, with 91 when something of
# jbuild is left that was not there before.
set -u

for tool in debootstrap systemd-nspawn nft btrfs; do
  if command -v "$tool"; then
    exit 90
  fi
done

state() {
  cat /proc/self/mountinfo
  ls -d /sys/block/*/loop 2>/dev/null
  ls /sys/class/net
  find /sys/fs/cgroup -type d
  find /tmp /var/tmp /run ! -path '/run/jbuild*' ! -path '/run/state-*' ! -path '/run/sudo*' \
    ! -path /run/systemd ! -path /run/systemd/nspawn ! -path /run/systemd/nspawn/locks \
    ! -path /run/systemd/nspawn-uid
  find /run/jbuild/machines -mindepth 1 ! -name .lock 2>/dev/null
  for process in /proc/[0-9]*; do
    cat "$process/comm" 2>/dev/null
  done
}

state >/run/state-before
sudo ./jbuild boot recipes/debian.toml
status=$?
state >/run/state-after
diff /run/state-before /run/state-after || exit 91
# JUnit would warn of every link in the image that leads out of its directory.
rm -r out
exit "$status"
