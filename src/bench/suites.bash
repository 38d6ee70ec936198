#!/bin/bash
# Whether real releases, fetched from their mirrors, become systems that run: each is built, and booted until
# its init says how it is (old ones cannot wait for that). Prints one line for each; the exit status is that of the worst.
#
#   suites.bash [DISTRIBUTION:RELEASE...]   (default: Debian's four)
#
#   BENCH_MIRROR    where all of them come from (default: what a build without a mirror takes)
#   BENCH_PATIENCE  how many seconds each has to boot (default: 300)
. "$(dirname "$0")/common.bash"

[ $# -gt 0 ] || set -- debian:oldstable debian:stable debian:testing debian:unstable

recipe() { # distribution, release, name
  cat <<RECIPE
[image]
name = "$3"

[distribution]
name = "$1"
release = "$2"
# A mirror may have stopped on the way to the next day, and archived releases have.
accept-expired = true
${BENCH_MIRROR:+mirror = \"$BENCH_MIRROR\"}

[services]
enable = ["report.service"]

[[files]]
path = "/etc/systemd/system/report.service"
content = '''
[Unit]
Description=Report on the console

[Service]
Type=simple
ExecStart=/bin/sh -c 'while state=\$(systemctl is-system-running); [ "\$state" = starting ] || [ "\$state" = initializing ]; do sleep 1; done; failed=\$(systemctl --failed --no-legend --plain | cut -d " " -f 1 | tr "\\\\n" " "); echo "It is \$state, and failed: (\$failed)." >/dev/console; systemctl poweroff'

[Install]
WantedBy=multi-user.target
'''
RECIPE
}

status=0
for suite; do
  name=${suite/:/-}
  recipe "${suite%:*}" "${suite#*:}" "$name" >"$work/$name.toml"
  begun=$SECONDS
  if ! "$jbuild" build --output-dir "$work/out" "$work/$name.toml" >"$work/log" 2>&1; then
    printf '%-20s not built: %s\n' "$suite" "$(grep -A 2 '^error:' "$work/log" | tr '\n' ' ')"
    status=1
    continue
  fi
  built=$((SECONDS - begun))
  timeout "${BENCH_PATIENCE:-300}" "$jbuild" boot --ephemeral --quiet "$work/out/$name" >"$work/log" 2>&1 || :
  said=$(tr -d '\r' <"$work/log" | grep -o 'It is .*)\.' | tail -n 1 || :)
  printf '%-20s built in %3d s. %s\n' "$suite" "$built" "${said:-It did not say how it is.}"
  [[ $said == "It is running, and failed: ()." ]] || status=1
  rm -rf --one-file-system "$work/out"
done
exit "$status"
