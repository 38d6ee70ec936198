# The control: root in a plain chroot, where nearly everything is possible. Mounts are its own.
# Arguments: the root directory, the directory for /bound and /bound-ro, --, the program.
set -eu
root=$1
bound=$2
shift 3
# Only mount points can be made private.
mount --bind "$root" "$root"
mount --rbind /proc "$root/proc"
mount --rbind /sys "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
cp -a /dev/. "$root/dev/" 2>/dev/null || :
mount --rbind /dev/pts "$root/dev/pts"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mkdir -p "$root/dev/shm"
mount --rbind /dev/shm "$root/dev/shm"
mount --bind "$bound" "$root/bound"
mount --bind "$bound" "$root/bound-ro"
exec chroot "$root" "$@"
