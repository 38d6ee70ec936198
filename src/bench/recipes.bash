#!/bin/bash
# Builds every recipe that ships, and boots each image until its login or its services are there. Those
# whose mirrors do not answer are named. Needs root, a network and about 10 GB; takes some minutes.
set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.."

out=$(mktemp -d)
trap 'rm -rf -- "$out"' EXIT
status=0
for recipe in recipes/*.toml; do
  if ! ./jbuild check --online --output-dir "$out" "$recipe" >"$out/check.log" 2>&1; then
    echo "no mirror   $recipe: $(grep -m 1 '^cannot\|^error' "$out/check.log")"
    continue
  fi
  if ! paths=$(./jbuild build --output-dir "$out" "$recipe" 2>"$out/build.log"); then
    echo "not built   $recipe"
    status=1
    continue
  fi
  for path in $paths; do
    case $path in
      *.tar.* | *.oci) continue ;;
    esac
    # A unit that fails says so on the console.
    log=$out/boot.log
    timeout 180 ./jbuild boot --ephemeral "$path" </dev/null >"$log" 2>&1 &
    boot=$!
    for ((i = 0; i < 170; i++)); do
      grep -q 'login:\|Reached target.*multi-user' "$log" && break
      kill -0 "$boot" 2>/dev/null || break
      sleep 1
    done
    if grep -q 'login:\|Reached target.*multi-user' "$log" && ! grep -q 'FAILED' "$log"; then
      echo "boots       $path"
    else
      echo "no boot     $path"
      status=1
    fi
    kill "$boot" 2>/dev/null
    wait "$boot" 2>/dev/null
  done
done
exit "$status"
