# What all benchmarks need. Sourced by bash, as root.
#
#   BENCH_TOOLS  a tree with systemd-nspawn and mmdebstrap (default: test-images/tools.toml, built)
#   BENCH_IMAGE  a tree to start (default: test-images/bookworm.toml, built; the boot changes it)
#   BENCH_RUNS   how often each side runs (default: 11)
set -euo pipefail

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=${bench%/src/bench}
jbuild=$project/jbuild
work=$(mktemp -d "${TMPDIR:-/tmp}/jbuild-bench.XXXXXX")
runs=${BENCH_RUNS:-11}
groups=()

# What is left behind by systemd-nspawn goes with the groups that it ran in.
end() {
  local group
  for group in "${groups[@]}"; do
    while read -r process; do
      echo "$process" >"${group%/*}/cgroup.procs" || :
    done <"$group/cgroup.procs"
    find "$group" -depth -type d -exec rmdir {} + || :
  done
  rm -rf --one-file-system "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

# Prints the tree of a recipe, which is built into the directory.
built() { # recipe, directory
  "$jbuild" --output-dir "$2" "$1" >"$work/built.log" 2>&1 || {
    cat "$work/built.log" >&2
    exit 1
  }
  local name=${1##*/}
  echo "$2/${name%.toml}"
}

# Sets 'tools', and 'nspawn': the words that start the original. Its libraries are its tree's.
find_tools() {
  tools=${BENCH_TOOLS:-}
  [ -n "$tools" ] || tools=$(built "$project/test-images/tools.toml" "$work/tools")
  local machine libraries loader
  machine=$(uname -m)
  libraries=$tools/usr/lib/$machine-linux-gnu
  loader=$tools/lib64/ld-linux-x86-64.so.2
  libraries=$libraries/systemd:$libraries
  if [ -e "$loader" ]; then
    nspawn=("$loader" --library-path "$libraries" "$tools/usr/bin/systemd-nspawn")
  else
    nspawn=(env "LD_LIBRARY_PATH=$libraries" "$tools/usr/bin/systemd-nspawn")
  fi
  nspawn+=(--quiet --register=no --keep-unit)
}

find_image() {
  image=${BENCH_IMAGE:-}
  [ -n "$image" ] || image=$(built "$project/test-images/bookworm.toml" "$work/image")
}

# systemd-nspawn makes groups beside itself and leaves them: here they are ours to remove.
join_groups() {
  local hierarchy
  for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    if [ -e "$hierarchy/cgroup.procs" ]; then
      mkdir "$hierarchy/jbuild-bench-$$"
      groups+=("$hierarchy/jbuild-bench-$$")
      echo $$ >"$hierarchy/jbuild-bench-$$/cgroup.procs"
    fi
  done
}

# Runs a command, and notes its seconds under a name: elapsed, and of processors.
timed() { # name, command
  local name=$1
  shift
  local TIMEFORMAT='%3R %3U %3S'
  if ! { time "$@" </dev/null >"$work/output" 2>&1; } 2>"$work/time"; then
    printf '%s failed; its output ends so:\n' "$name" >&2
    tail -n 20 "$work/output" >&2
    exit 1
  fi
  awk 'NF == 3 { print $1, $2 + $3 }' "$work/time" >>"$work/$name.times"
}

median() { # name, column
  cut -d' ' -f"$2" "$work/$1.times" | sort -n | awk '{ v[NR] = $1 } END {
    m = int((NR + 1) / 2); print NR % 2 ? v[m] : (v[m] + v[m + 1]) / 2 }'
}

# One line: the medians, and the ratio of the elapsed time to another one's.
report() { # name, text, name of the other
  awk -v text="$2" -v t="$(median "$1" 1)" -v c="$(median "$1" 2)" -v o="$(median "$3" 1)" \
    'BEGIN { printf "%-44s %9.3f s %11.3f %7.2f\n", text, t, c, t / o }'
}

heading() { # what the second column is
  printf '%s; %s; %s processors, load %s; %s runs of each\n' "$(date -u +%F)" \
    "$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.* version "\(.*\)".*/Java \1/p')" \
    "$(nproc)" "$(cut -d' ' -f1 /proc/loadavg)" "$runs"
  printf '%-44s %11s %11s %7s\n' '' elapsed "${1:-processors}" ratio
}
