#!/bin/bash
# Ends well when a file system in a part of a file has the same tree as a directory.
#
# Arguments: the file, where in it the file system begins and how long it is, the directory, words
# for tar, and for both trees what is not compared.
set -eu
file=$1 start=$2 size=$3 tree=$4
shift 4
mkdir /run/mounted
mount -o "loop,ro,offset=$start,sizelimit=$size" "$file" /run/mounted

# All but the time of access: names, types, modes, owners, sizes, times, contents, hard links, devices.
archived() {
  tar --format=posix --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime \
    --sort=name --numeric-owner --xattrs --xattrs-include=user.* --xattrs-include=security.* \
    --acls --warning=no-file-ignored -C "$1" "${@:2}" -c .
}
archived "$tree" "$@" >/run/expected
archived /run/mounted "$@" >/run/found
umount /run/mounted
if ! cmp /run/expected /run/found; then
  for side in expected found; do tar --xattrs --acls -tvvf "/run/$side" >"/run/$side.list"; done
  diff /run/expected.list /run/found.list
  exit 1
fi
