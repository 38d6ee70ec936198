#!/bin/bash
# Starts, and then boots. With BENCH_TOOLS and BENCH_IMAGE set, neither builds its peer again.
set -euo pipefail

bench=$(dirname "$0")
bash "$bench/run.bash"
bash "$bench/boot.bash"
