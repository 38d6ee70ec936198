# Repositories for debootstrap and apt. To be sourced.

make_deb() { # directory with Packages, pool, suite and architecture, work directory, output
  local work=$2 out=$3 suite architecture main
  suite=$(cat "$1/suite")
  architecture=$(cat "$1/architecture")
  main=$out/debian/dists/$suite
  mkdir -p "$work" "$out/debian"
  cp -rL "$1/pool" "$out/debian/pool"
  deb_fixtures
  deb_broken
  cp "$1/Packages" "$work/Packages"
  (cd "$out/debian" && dpkg-scanpackages --multiversion pool/jb 2>/dev/null) >"$work/jb"
  { echo; cat "$work/jb"; } >>"$work/Packages"
  deb_index "$main" "$work/Packages" "Suite: stable" "Codename: $suite"
  (cd "$out/debian" && dpkg-scanpackages --multiversion pool/updates 2>/dev/null) >"$work/updates"
  deb_index "$main-updates" "$work/updates" "Suite: stable-updates" "Codename: $suite-updates"
  deb_index "$out/debian-security/dists/$suite-security" /dev/null \
    "Suite: stable-security" "Codename: $suite-security"
  deb_damaged
}

# A package of what the directory has; from standard input lines of its description.
deb_package() { # name, version, architecture, directory of the pool
  mkdir -p "$work/$1/DEBIAN" "$out/debian/pool/$4"
  {
    printf '%s: %s\n' Package "$1" Version "$2" Architecture "$3" Maintainer 'tests <tests@jbuild.invalid>' \
      Priority optional Section misc Description "$1 of the tests"
    cat
  } >"$work/$1/DEBIAN/control"
  if [ -d "$work/$1/etc" ]; then
    (cd "$work/$1" && find etc -type f -printf '/%p\n') >"$work/$1/DEBIAN/conffiles"
  fi
  dpkg-deb --root-owner-group -Zgzip -b "$work/$1" "$out/debian/pool/$4/$1_$2_$3.deb" >/dev/null
  rm -r "${work:?}/$1"
}

deb_fixture() { # name without jb-; lines on standard input
  text "$work/jb-$1/usr/share/jb/$1" "$1"
  deb_package "jb-$1" 1.0 all jb
}

deb_script() { # name without jb-, name of the script, its lines
  program "$work/jb-$1/DEBIAN/$2" ''
  printf '#!/bin/sh\n%s\n' "$3" >"$work/jb-$1/DEBIAN/$2"
}

# Packages that are as they should be.
deb_fixtures() {
  local name
  for name in tool old optional recommended suggested; do
    program "$work/jb-$name/usr/bin/jb-$name" "jb-$name 1.0"
    deb_fixture "$name" </dev/null
  done
  deb_fixture weak <<<$'Recommends: jb-recommended\nSuggests: jb-suggested'
  deb_fixture chain-a <<<'Depends: jb-chain-b'
  deb_fixture chain-b <<<'Depends: jb-virtual'
  deb_fixture chain-c <<<'Provides: jb-virtual (= 1)'
  deb_fixture cycle-a <<<'Depends: jb-cycle-b'
  deb_fixture cycle-b <<<'Depends: jb-cycle-a'
  text "$work/jb-config/etc/jb-config.conf" 'colour = green'
  deb_fixture config </dev/null
  text "$work/jb-docs/usr/share/doc/jb-docs/README" 'To be read.'
  text "$work/jb-docs/usr/share/man/man1/jb-docs.1" '.TH jb-docs 1'
  deb_fixture docs </dev/null
  text "$work/jb-service/usr/lib/systemd/system/jb.service" "$(service)"
  deb_fixture service <<<'Depends: systemd'
  program "$work/jb-scriptlet/usr/bin/jb-scriptlet" 'jb-scriptlet 1.0'
  deb_script scriptlet postinst "$(report post)"
  deb_fixture scriptlet </dev/null
  for name in tool new; do
    program "$work/jb-$name/usr/bin/jb-$name" "jb-$name 2.0"
  done
  deb_package jb-tool 2.0 all updates </dev/null
  deb_package jb-new 2.0 all updates <<<$'Provides: jb-old\nReplaces: jb-old\nConflicts: jb-old'
}

# Packages that cannot or must not be installed, and one that can: jb-fine.
deb_broken() {
  local name
  for name in fine corrupt short gone; do
    deb_fixture "$name" </dev/null
  done
  deb_fixture missingdep <<<'Depends: jb-nonexistent (>= 3)'
  deb_fixture missingversion <<<'Depends: jb-tool (>= 9)'
  deb_fixture conflicts <<<'Conflicts: bash'
  program "$work/jb-fileconflict/usr/bin/bash" 'not bash'
  deb_fixture fileconflict </dev/null
  deb_script failpre preinst 'exit 3'
  deb_fixture failpre </dev/null
  deb_script failpost postinst 'exit 4'
  deb_fixture failpost </dev/null
  text "$work/jb-foreign/usr/share/jb/foreign" foreign
  deb_package jb-foreign 1.0 "$(deb_foreign)" jb </dev/null
}

deb_foreign() {
  case $architecture in
    amd64) echo arm64 ;;
    *) echo amd64 ;;
  esac
}

# Writes the index of a suite in each form, and signs what it says of itself.
deb_index() { # directory of the suite, Packages, lines of Release
  local suite=$1 index=$1/main/binary-$architecture
  mkdir -p "$index"
  cp "$2" "$index/Packages"
  gzip -nk "$index/Packages"
  xz -k "$index/Packages"
  shift 2
  deb_by_hash "$index"
  deb_release "$suite" "Date: Thu, 01 Jan 2026 00:00:00 UTC" "Architectures: all $architecture" \
    "Components: main" "$@"
  deb_sign "$suite" release
}

deb_by_hash() { # directory of the index
  local file
  mkdir -p "$1/by-hash/SHA256"
  for file in "$1"/Packages*; do
    cp -l "$file" "$1/by-hash/SHA256/$(sha256sum <"$file" | cut -d ' ' -f 1)"
  done
}

deb_release() { # directory of the suite, lines
  local suite=$1 file
  shift
  {
    printf '%s\n' 'Origin: Debian' 'Label: Debian' "$@" 'Acquire-By-Hash: yes' \
      'No-Support-for-Architecture-all: Packages' 'SHA256:'
    for file in "$suite"/*/binary-*/Packages*; do
      printf ' %s %s %s\n' "$(sha256sum <"$file" | cut -d ' ' -f 1)" "$(stat -c %s "$file")" \
        "${file#"$suite/"}"
    done
  } >"$suite/Release"
}

deb_sign() { # directory of the suite, key
  sign_as "$2" --armor --detach-sign --output "$1/Release.gpg" "$1/Release"
  sign_as "$2" --clear-sign --output "$1/InRelease" "$1/Release"
}

# Damage to packages after they were indexed, and one mirror for each damage to an index.
deb_damaged() {
  local pool=$out/debian/pool/jb copy key file
  corrupt "$pool"/jb-corrupt_*.deb
  shorten "$pool"/jb-short_*.deb
  rm "$pool"/jb-gone_*.deb
  for key in stranger expired revoked; do
    deb_copy "$key-key"
    deb_sign "$copy" "$key"
  done
  deb_copy unsigned
  rm "$copy"/{InRelease,Release.gpg}
  deb_copy changed
  sed -i 's/^Label: Debian/Label: debian/' "$copy"/{InRelease,Release}
  deb_copy page
  echo "$page" | tee "$copy/InRelease" >"$copy/Release"
  deb_copy empty
  : | tee "$copy/InRelease" >"$copy/Release"
  deb_copy nothing
  rm -r "$out/bad/nothing/dists"
  # Signed as they should be, but not what was asked for.
  deb_says expired 's/^Date:.*/Date: Wed, 01 Jan 2025 00:00:00 UTC\nValid-Until: Wed, 08 Jan 2025 00:00:00 UTC/'
  deb_says future 's/^Date:.*/Date: Thu, 01 Jan 2099 00:00:00 UTC/'
  deb_says other-suite "s/^Suite:.*/Suite: oldoldstable/; s/^Codename:.*/Codename: bullseye/"
  deb_says other-architecture "s/^Architectures:.*/Architectures: $(deb_foreign)/; s/binary-$architecture/binary-$(deb_foreign)/"
  mv "$copy/main/binary-$architecture" "$copy/main/binary-$(deb_foreign)"
  deb_says no-component 's/^Components:.*/Components: contrib/; s, main/, contrib/,'
  mv "$copy/main" "$copy/contrib"
  deb_says weak-digest 's/^SHA256:/MD5Sum:/; s/^ [0-9a-f]\{32\}\([0-9a-f]\{32\}\)/ \1/'
  deb_says no-index '/Packages/d'
  for file in corrupt short gone; do
    deb_copy "$file-index"
    deb_each "$file" "$copy/main/binary-$architecture"
  done
  deb_copy gone-by-hash
  rm -r "$copy/main/binary-$architecture/by-hash"
  deb_damaged_base
}

# Damage to a package that every system has: the last one that debootstrap would look at is as good as any.
deb_damaged_base() {
  local name copy
  for name in corrupt short gone; do
    deb_copy "$name-base"
    rm "$out/bad/$name-base/pool"
    cp -rl "$out/debian/pool" "$out/bad/$name-base/pool"
    deb_each "$name" "$out/bad/$name-base/pool/main/h/hostname"
  done
}

# Damages each file there, in the same way.
deb_each() { # how, directory
  local file
  while read -r file; do
    case $1 in
      corrupt) corrupt "$file" ;;
      short) shorten "$file" ;;
      gone) rm "$file" ;;
    esac
  done < <(find "$2" -type f | sort)
}

deb_says() { # name, change of Release as sed has it
  deb_copy "$1"
  sed -i "$2" "$copy/Release"
  deb_sign "$copy" release
}

# A mirror to be damaged; sets copy to the directory of its suite.
deb_copy() { # name
  mkdir -p "$out/bad/$1/dists"
  cp -r "$main" "$out/bad/$1/dists/$suite"
  ln -s "../../../debian/dists/$suite-updates" "$out/bad/$1/dists/$suite-updates"
  ln -s ../../debian/pool "$out/bad/$1/pool"
  copy=$out/bad/$1/dists/$suite
}
