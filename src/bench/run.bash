#!/bin/bash
# How long 'run -- /bin/true' takes, beside systemd-nspawn and beside what no JVM can do without.
. "$(dirname "$0")/common.bash"

find_tools
find_image
"$jbuild" --version >/dev/null # Prepared, as every start but the first.
join_groups

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData
  -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)
"${java}c" -d "$work" "$bench/Floor.java"
jna=$(echo "$project"/src/target/lib/jna-*.jar)
native=$(dirname "$(find "${JBUILD_CACHE:-/var/cache/jbuild}/start" -path "*$project/libjnidispatch.so" |
  head -n 1)")
floor=("$java" "${options[@]}" "-Djna.boot.library.path=$native" -Djna.nosys=true)
(cd "$work" && jar -cf floor.jar Floor.class)
"${floor[@]}" -XX:ArchiveClassesAtExit="$work/floor.jsa" -cp "$work/floor.jar:$jna" Floor \
  >/dev/null 2>&1

# The launcher alone: what it starts in the end is nothing.
home=$(readlink -f "$(command -v "$java")")
home=${home%/bin/java}
mkdir -p "$work/java/bin"
cp -L /bin/true "$work/java/bin/java"
cp "$home/release" "$work/java/release"

for ((i = 0; i < runs; i++)); do
  timed nspawn "${nspawn[@]}" --directory="$image" /bin/true
  timed verb "$jbuild" nspawn --quiet --directory="$image" /bin/true
  timed jbuild "$jbuild" run --quiet --directory="$image" -- /bin/true
  timed launcher env JAVA_HOME="$work/java" "$jbuild" --version
  timed jvm "$java" "${options[@]}" -cp "$work/floor.jar" -version
  timed floor "${floor[@]}" -XX:SharedArchiveFile="$work/floor.jsa" \
    -cp "$work/floor.jar:$jna" Floor
  timed words "$jbuild" --version
done

heading
report nspawn 'systemd-nspawn' nspawn
report verb 'jbuild nspawn' nspawn
report jbuild 'jbuild run' nspawn
echo 'Of that, each by itself:'
report launcher '  the launcher' nspawn
report jvm '  an empty JVM' nspawn
report floor '  the floor: a JVM that loads JNA' nspawn
report words '  launcher, JVM and command line (--version)' nspawn
