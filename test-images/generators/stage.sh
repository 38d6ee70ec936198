# Unpacks Debian's packages as the packages of other distributions. To be sourced.

left_out=(
  ./usr/share/{bug,doc,info,lintian,locale,man,bash-completion,zsh,polkit-1}
  ./usr/share/zoneinfo/{right,posix} ./usr/lib/udev/hwdb.d ./etc/init.d ./etc/default ./etc/cron\*
)

# One directory for each package of the system, with the layout of Fedora.
stage_system() { # directory with NAME.deb, where to
  local fedora debs deb rest
  mkdir "$2"
  while IFS='|' read -r fedora _ debs _; do
    mkdir "$2/$fedora"
    for deb in $debs; do
      echo "$1/$deb.deb $2/$fedora"
    done
  done < <(table) >"$2.list"
  for rest in "$1"/*.deb; do
    grep -q "^$rest " "$2.list" || echo "$rest $2/common-libs"
  done >>"$2.list"
  export -f unpack
  export EXCLUDED="${left_out[*]/#/--exclude=}"
  xargs -P 2 -n 2 bash -c 'unpack "$1" "$2"' - <"$2.list"
  chmod 755 "$2"/*/
  find "$2" -perm /2000 -type f -exec chmod g-s {} +
  # Debian gives it to a group, whose number differs elsewhere.
  chmod 4755 "$2/pam/usr/sbin/unix_chkpwd"
  ln -s bash "$2/bash/usr/bin/sh"
  ln -s mawk "$2/gawk/usr/bin/awk"
  stage_filesystem "$2/filesystem"
}

table() {
  grep -v '^#' "$here/packages.txt"
}

unpack() { # package, directory
  dpkg-deb --fsys-tarfile "$1" |
    tar -x -C "$2" --no-same-owner $EXCLUDED \
      --transform 'flags=rSh;s,^\./\(bin\|sbin\|lib\|lib64\)/,./usr/\1/,'
}

# What every other package stands on, and what Debian's scripts would have written.
stage_filesystem() {
  local name
  mkdir -p "$1"
  cp -r --no-preserve=ownership "$here/system/." "$1"
  find "$1" -type f -exec chmod 644 {} +
  find "$1" -type d -exec chmod 755 {} +
  chmod 600 "$1/etc/shadow"
  mkdir -p "$1"/{boot,dev,home,mnt,opt,proc,run,srv,sys} \
    "$1"/usr/{bin,sbin,lib,lib64,share,local/bin,local/sbin} \
    "$1"/var/{cache,empty,lib,log,opt,spool,tmp}
  mkdir -m 1777 "$1/tmp"
  mkdir -m 700 "$1/root"
  chmod 1777 "$1/var/tmp"
  for name in bin sbin lib lib64; do
    ln -s "usr/$name" "$1/$name"
  done
  ln -s ../run "$1/var/run"
  ln -s ../run/lock "$1/var/lock"
}

# The version of the first of some Debian packages, as others may write it.
version_of() { # directory with NAME.deb, names
  dpkg-deb -f "$1/$2.deb" Version | sed 's/^[0-9]*://; s/-[^-]*$//; s/[^0-9A-Za-z.]/./g'
}

os_release() { # ID, NAME, VERSION_ID
  printf 'ID=%s\nNAME="%s"\nVERSION_ID=%s\nPRETTY_NAME="%s %s"\n' "$1" "$2" "$3" "$2" "$3"
}

# A program that says which version it is.
program() { # file, text
  mkdir -p "${1%/*}"
  printf '#!/bin/sh\necho "%s"\n' "$2" >"$1"
  chmod 755 "$1"
}

text() { # file, text
  mkdir -p "${1%/*}"
  printf '%s\n' "$2" >"$1"
}
