#!/bin/bash
# Builds every recipe that ships, and boots each image until its init says how it is; its published ports are
# asked, too. Where a mirror does not answer, packages are those of the tests' repositories. Prints a line for
# each image; the exit status is 1 when one is not as it should be.
#
#   recipes.bash [RECIPE...]   (default: all)
#
#   BENCH_RESULTS       a file of lines that a run before has printed: recipes that are well there are passed
#                       over, and new lines are added
#   BENCH_REPOSITORIES  the tests' repositories (default: the newest in the cache)
#   BENCH_PATIENCE      how many seconds each has to boot (default: 300)
. "$(dirname "$0")/common.bash"

cd "$project"
[ $# -gt 0 ] || set -- recipes/*.toml
cache=${JBUILD_CACHE:-/var/cache/jbuild}
results=${BENCH_RESULTS:-$work/results}
touch "$results"
out=$work/out
status=0

# A machine in which nobody logs in says by itself how it is. Old ones cannot wait for their state.
mkdir "$work/wishes"
printf '[Unit]\nWants=report.service\n' >"$work/wishes/report.conf"
cat >"$work/report.service" <<'UNIT'
[Service]
Type=simple
ExecStart=/bin/sh -c 'while state=$(systemctl is-system-running); [ "$state" = starting ] || [ "$state" = initializing ]; do sleep 1; done; failed=$(systemctl --failed --no-legend --plain | cut -d " " -f 1 | tr "\n" " "); echo "It is $state, and failed: ($failed)." >/dev/console'
UNIT

line() { # how it is, recipe, image, text
  printf '%-8s %-28s %-24s %s\n' "$@" | tee -a "$work/lines"
  [ "$1" = well ] || status=1
}

# Describes a distribution for the tests' repositories: what is in the profile but for releases and keys.
describe() { # distribution, the tests' repositories
  local place=$work/config/jbuild/distributions repositories=$2
  mkdir -p "$place/keys"
  cp "$repositories/keys/release.asc" "$place/keys"
  awk -v fingerprint="$(cat "$repositories/keys/release.fingerprint")" '
    /^keys:/ { print "keys:\n  release: " fingerprint; exit }
    /^ +keys:|keyring|signed-metadata/ { next }
    { gsub(/"45"/, "\"41\""); gsub(/shadow,/, "shadow-utils,"); gsub(/distribution-release/, "openSUSE-release"); print }
    /^ +path:/ { print "      signed-metadata: true" }
  ' "profiles/distributions/$1.yaml" >"$place/$1.yaml"
}

# Asks the ports that an image publishes for the first line that they say.
ask() { # file with settings
  local port
  [ -e "$1" ] || return 0
  for port in $(sed -n 's/^Port=\([0-9]*\):.*/\1/p' "$1"); do
    printf ' Port %s: %s.' "$port" "$(timeout 10 bash -c '
      exec 3<>/dev/tcp/127.0.0.1/$0 && printf "GET / HTTP/1.0\r\n\r\n" >&3 && head -n 1 <&3' "$port" 2>&1 | tr -d '\r')"
  done
}

boot() { # recipe, path
  local image=$2 name=${2##*/} begun=$SECONDS machine said ports units=/etc/systemd/system
  # Images that are directories are started by name.
  [ ! -d "$2" ] || image=$name
  : >"$work/boot.log"
  "$jbuild" boot --output-dir "$out" --ephemeral --bind-ro="$work/report.service:$units/report.service" \
    --bind-ro="$work/wishes:$units/multi-user.target.d" "$image" </dev/null >"$work/boot.log" 2>&1 &
  machine=$!
  until grep -aq 'It is .*)\.' "$work/boot.log" || ! kill -0 "$machine" 2>/dev/null ||
    ((SECONDS - begun > ${BENCH_PATIENCE:-300})); do
    sleep 0.2
  done
  said=$(tr -d '\r' <"$work/boot.log" | grep -ao 'It is .*)\.' | tail -n 1 || :)
  said="${said:-It did not say how it is.} ($((SECONDS - begun)) s)"
  ports=$(ask "$out/${name%%.*}.nspawn")
  kill "$machine" 2>/dev/null || :
  wait "$machine" || said+=" It ended with $?."
  if [[ $said =~ ^'It is running, and failed: (). ('[0-9]+' s)'$ && ! $ports =~ (refused|reset|': .') ]]; then
    line well "$1" "$name" "$said$ports"
  else
    line ill "$1" "$name" "$said$ports"
  fi
}

# An engine's container has no init: it runs the command that the image says, here told to look at itself.
contain() { # recipe, path
  if timeout 120 "$jbuild" run --quiet "$2" -- -t >"$work/boot.log" 2>&1; then
    line well "$1" "${2##*/}" "$(tail -n 1 "$work/boot.log" | tr -d '\r')"
  else
    line ill "$1" "${2##*/}" "$(tail -n 3 "$work/boot.log" | tr '\r\n' '  ')"
  fi
}

# Sets 'words' and 'from' for packages of the tests, where there are some for the distribution.
from_tests() { # recipe
  local name repositories
  name=$(sed -n '/^\[distribution]/,/^$/s/^name = "\(.*\)"/\1/p' "$1")
  repositories=${BENCH_REPOSITORIES:-$(dirname "$(ls -dt "$cache"/test-images/repositories-*/deb | head -n 1)")}
  case $name in
    fedora | centos | opensuse) words=(--mirror="file://$repositories/rpm/mirrors/$name") ;;
    arch) words=(--mirror="file://$repositories/pacman") ;;
    *) return 1 ;;
  esac
  [ "$name" != centos ] || words+=(--set=distribution.release=9)
  describe "$name" "$repositories"
  from="of the tests' packages"
}

build() { # recipe
  local words=() from="from the network" begun=$SECONDS path
  if ! "$jbuild" check --online "$1" >"$work/check.log" 2>&1; then
    if ! from_tests "$1"; then
      line ill "$1" - "no mirror: $(grep -m 1 '^cannot\|^error' "$work/check.log")"
      return
    fi
  fi
  if ! XDG_CONFIG_HOME=${words:+$work/config} "$jbuild" build --output-dir "$out" "${words[@]}" "$1" \
    >"$work/paths" 2>"$work/build.log"; then
    line ill "$1" - "not built: $(grep -A 2 '^error:' "$work/build.log" | tr '\n' ' ')"
    return
  fi
  echo "$1: $(wc -l <"$work/paths") outputs, built $from in $((SECONDS - begun)) s" >&2
  while read -r path <&4; do
    case $path in
      *.oci) contain "$1" "$path" ;;
      *) boot "$1" "$path" ;;
    esac
  done 4<"$work/paths"
  rm -rf --one-file-system "$out"
}

for recipe; do
  if grep -q "^well  *$recipe " "$results" && ! grep -q "^ill  *$recipe " "$results"; then
    continue
  fi
  sed -i "\|^[a-z]*  *$recipe |d" "$results"
  : >"$work/lines"
  build "$recipe"
  # Only now: a recipe that was left in the middle is done again.
  cat "$work/lines" >>"$results"
done
exit "$status"
