# Runs a program where mkosi finds jbuild in the place of systemd-nspawn: with its sources in /opt, a
# Java on PATH, and the script of two lines. It changes nothing but its own mount namespace.
#
# Arguments: jbuild's directory, Java's, the script, the base of images, the program and its arguments.
set -eu
mkdir /opt/jbuild /opt/java
mount --bind "$1" /opt/jbuild
mount --bind "$2" /opt/java
ln -s /opt/java/bin/java /usr/bin/java
printf '%s' "$3" >/usr/bin/systemd-nspawn
chmod 755 /usr/bin/systemd-nspawn
# mkosi copies what devices contain: of /dev/zero that is more than there is room for.
mount -t tmpfs tmpfs "$4/dev"
shift 4
# A few starts are over before fast ones would have been prepared.
exec env -i PATH=/usr/bin:/usr/sbin HOME=/root TERM=dumb LANG=C.UTF-8 JBUILD_CACHE=/proc/nothing "$@"
