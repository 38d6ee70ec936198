# Fills an empty directory with what programs that copy trees like to lose.
set -eu
cd "$1"
umask 022
mkdir -p usr/bin etc home/ada var/tmp srv
echo 'of the root' >etc/motd
echo '# no mounts' >etc/fstab
printf '#!/bin/sh\n' >usr/bin/setuid
chown 1000:50 usr/bin/setuid
chmod 6755 usr/bin/setuid
head -c 5000 /dev/zero >usr/bin/ping
setcap cap_net_raw+ep usr/bin/ping
# One for each file: tar writes them in the order in which file systems list them.
echo text >etc/attributes
setfattr -n user.note -v 'a note' etc/attributes
echo text >etc/long-attribute
setfattr -n user.long -v "$(head -c 2000 /dev/zero | tr '\0' v)" etc/long-attribute
if [ "$2" = with-lists ]; then
  echo text >etc/list
  setfacl -m u:1000:r,g:20:rw etc/list
  setfacl -d -m u:1000:rx home/ada
fi
echo linked >etc/first
ln etc/first etc/second
ln etc/first usr/third
echo home >home/ada/notes
for i in 1 2 3 4 5 6 7 8 9; do echo "$i" >"home/ada/$i"; done
echo name >"$(printf '\377\376 no UTF-8')"
echo name >"$(printf 'new\nline')"
echo name >-dash
echo name >'"quote\'
echo name >"$(head -c 255 /dev/zero | tr '\0' n)"
echo owner >etc/owner
chown 70000:2147483653 etc/owner
ln -s usr/bin bin
chown -h 5:6 bin
ln -s "$(head -c 200 /dev/zero | tr '\0' l)" long-link
mkfifo pipe
mknod null c 1 3
mknod disk b 259 300
mknod whiteout c 0 0
truncate -s 20M sparse
printf middle | dd of=sparse bs=1 seek=10485760 conv=notrunc status=none
: >empty
echo var >var/tmp/file
head -c 300000 /dev/urandom >usr/random
chmod 751 .
# Parts of a second, where the file system to be tested has them, and the years after 2038.
find . -exec touch -h -d "2021-03-04 05:06:07$3" {} +
[ "$3" = "" ] || touch -d "2100-01-02 03:04:05$3" etc/motd
