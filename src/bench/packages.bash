#!/bin/bash
# How long dnf and pacman take for the small repositories of the tests, beside the bare tool: the same
# program, packages, signatures and mirror, without jbuild. Both write a directory.
#
#   BENCH_REPOSITORIES  what test-images/generators makes (default: the newest in jbuild's cache)
BENCH_RUNS=${BENCH_RUNS:-3}
. "$(dirname "$0")/common.bash"

repositories=${BENCH_REPOSITORIES:-$(ls -dt "${JBUILD_CACHE:-/var/cache/jbuild}"/test-images/repositories-*/deb | head -n 1)}
repositories=${repositories%/deb}
tree=$(built "$project/test-images/newer-tools.toml" "$work/programs")
machine=$(uname -m)
key=$repositories/keys/release
fingerprint=$(cat "$key.fingerprint")
packages='bash coreutils systemd dbus jb-scriptlet jb-tool'

mkdir -p "$work/config/jbuild/distributions/keys" "$work/bare"
cp "$key.asc" "$work/config/jbuild/distributions/keys/release.asc"
cat >"$work/config/jbuild/distributions/fedora.yaml" <<END
name: fedora
tool: dnf
architectures: [x86_64, aarch64]
mirrors: {archive: "http://mirror.invalid"}
releases: [{name: "41"}]
base: [fedora-release]
bootable: []
dnf:
  repositories:
    fedora: {mirror: archive, path: "releases/{release}/Everything/{architecture}/os", signed-metadata: true}
  release-package: system-release
keys: {release: $fingerprint}
END
cat >"$work/config/jbuild/distributions/arch.yaml" <<END
name: arch
tool: pacman
architectures: [x86_64]
mirrors: {archive: "http://mirror.invalid"}
releases: [{name: rolling}]
base: [base]
bootable: []
pacman:
  components: [core, extra]
  signed-databases: true
  mirrorlist: /etc/pacman.d/mirrorlist
  repositories:
    core: {mirror: archive, path: "{name}/os/{architecture}"}
    extra: {mirror: archive, path: "{name}/os/{architecture}"}
keys: {release: $fingerprint}
END

recipe() { # name, distribution, release, mirror
  {
    printf '[image]\nname = "%s"\nbootable = false\ntools = "%s"\n' "$1" "$tree"
    printf '[distribution]\nname = "%s"\nrelease = "%s"\nmirror = "file://%s"\n' "$2" "$3" "$4"
    printf '[packages]\ninstall = ["%s"]\n' "${packages// /\", \"}"
  } >"$work/$1.toml"
}
recipe fed fedora 41 "$repositories/rpm/mirrors/fedora"
recipe arc arch rolling "$repositories/pacman"

cat >"$work/bare/dnf.conf" <<END
[main]
reposdir=/nowhere
gpgcheck=1
keepcache=0
assumeyes=1
install_weak_deps=0
[fedora]
name=fedora
baseurl=file://$repositories/rpm/mirrors/fedora/releases/41/Everything/$machine/os
gpgcheck=1
repo_gpgcheck=1
gpgkey=file://$key.asc
END
cat >"$work/bare/pacman.conf" <<END
[options]
Architecture = auto
SigLevel = Required
GPGDir = $work/bare/keys
CacheDir = $work/bare/packages
HookDir = $work/bare/hooks
DisableSandbox
[core]
Server = file://$repositories/pacman/\$repo/os/\$arch
[extra]
Server = file://$repositories/pacman/\$repo/os/\$arch
END

bare() { # script
  unshare --mount --propagation slave /bin/sh \
    "$project/src/test/resources/jbuild/tools/enter.sh" "$tree" "$work" "$repositories" -- sh -ec "$1"
}

jbuild_build() { # name
  XDG_CONFIG_HOME=$work/config "$jbuild" build --output-dir "$work/out" "$work/$1.toml"
}

bare_dnf() {
  bare "mkdir -p $work/bare/fed/proc $work/bare/fed/dev
    mount --bind /proc $work/bare/fed/proc; mount --rbind /dev $work/bare/fed/dev
    dnf5 --use-host-config --config=$work/bare/dnf.conf --installroot=$work/bare/fed \
      --releasever=41 install fedora-release $packages"
}

bare_pacman() {
  bare "mkdir -p -m 700 $work/bare/keys; mkdir -p $work/bare/packages $work/bare/hooks \
      $work/bare/arc/var/lib/pacman $work/bare/arc/proc $work/bare/arc/dev
    touch $work/bare/keys/pubring.gpg
    gpg --homedir $work/bare/keys --batch --quiet --import $key.asc
    echo $fingerprint:6: | gpg --homedir $work/bare/keys --batch --quiet --import-ownertrust
    mount --bind /proc $work/bare/arc/proc; mount --rbind /dev $work/bare/arc/dev
    pacman --config $work/bare/pacman.conf -r $work/bare/arc --noconfirm -Sy base $packages"
}

# What jbuild keeps from one build to the next is made before: the launcher's part, the probe of dnf.
jbuild_build fed >/dev/null 2>&1
jbuild_build arc >/dev/null 2>&1
for ((i = 0; i < runs; i++)); do
  rm -rf --one-file-system "$work/out" "$work/bare/fed" "$work/bare/arc" "$work/bare/packages"
  timed bare-dnf bare_dnf
  timed jbuild-dnf jbuild_build fed
  timed bare-pacman bare_pacman
  timed jbuild-pacman jbuild_build arc
done

heading
report bare-dnf 'dnf5 by itself' bare-dnf
report jbuild-dnf 'jbuild, with that dnf5' bare-dnf
report bare-pacman 'pacman by itself' bare-pacman
report jbuild-pacman 'jbuild, with that pacman' bare-pacman
