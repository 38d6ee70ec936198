# Runs a program of a directory tree beside the host's processes: the kernel's file systems, the
# temporary files, the network and the named paths are the host's. The tree itself never changes.
# To be run in a mount namespace of its own, that the host receives nothing from.
#
# Arguments: the tree, paths of the host, --, the program and its arguments.
set -eu
# Where Debian has programs, whatever the host's user has chosen.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
tree=$1
shift

memory=$tree/mnt
root=$memory/root
mount -t tmpfs -o mode=755 tmpfs "$memory"
mkdir "$root" "$memory/changed" "$memory/work"
mount -t overlay -o "lowerdir=$tree,upperdir=$memory/changed,workdir=$memory/work" overlay "$root"
for place in proc sys dev tmp; do
  mount --rbind "/$place" "$root/$place"
done
mount -t tmpfs -o mode=755 tmpfs "$root/run"

tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"

# What tools tell their payloads of the host must be true.
cp -P /etc/localtime "$root/etc/localtime"
rm -f "$root/etc/resolv.conf"
touch "$root/etc/resolv.conf"
mount --bind "$(readlink -f /etc/resolv.conf)" "$root/etc/resolv.conf"
mount --bind "$(readlink -f /etc/os-release)" "$root/usr/lib/os-release"

while [ "$1" != -- ]; do
  mkdir -p "$root$1"
  mount --rbind "$1" "$root$1"
  shift
done
shift

cd "$root"
pivot_root . mnt
umount -l /mnt
cd /
exec "$@"
