# What all repositories have in common. To be sourced.

arch=$(uname -m)
case $arch in
  x86_64) foreign=aarch64 ;;
  *) foreign=x86_64 ;;
esac

# Another byte near the end, where packages have their content. A damaged file has no other names any more.
corrupt() { # file
  python3 - "$1" "$1.damaged" <<'PYTHON'
import sys
content = bytearray(open(sys.argv[1], 'rb').read())
content[-20] ^= 0xff
open(sys.argv[2], 'wb').write(content)
PYTHON
  mv "$1.damaged" "$1"
}

# Only the first half.
shorten() { # file
  head -c $(($(stat -c %s "$1") / 2)) "$1" >"$1.short"
  mv "$1.short" "$1"
}

# What a login page of a network answers whoever asks for whatever.
page='<!DOCTYPE html><html><body>Please log in.</body></html>'

service() {
  cat <<'UNIT'
[Unit]
Description=Service of the tests

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'echo started >/run/jb-service'

[Install]
WantedBy=multi-user.target
UNIT
}

# Lines of a scriptlet that report what they find: it runs a program which only the target has.
report() { # when
  cat <<SCRIPT
mkdir -p /var/lib/jb
{
  jb-scriptlet
  if [ -e /proc/self/status ]; then echo proc=yes; else echo proc=no; fi
  if [ -c /dev/null ]; then echo devnull=yes; else echo devnull=no; fi
} >/var/lib/jb/$1
SCRIPT
}

# Waits for what was started in the background; the first failure ends the script.
wait_for() { # process ids
  local job
  for job in "$@"; do
    wait "$job"
  done
}
