# Repositories for pacman. To be sourced.

make_pacman() { # directory with NAME.deb, staged system, work directory, output
  local work=$3 out=$4 name
  mkdir -p "$work" "$out"
  pacman_stage "$2"
  pacman_system "$1"
  pacman_fixtures
  pacman_broken
  for name in core extra updates broken; do
    pacman_repository "$out/$name/os/$arch" "$name" "$work/information/$name"
  done
  pacman_damaged
}

# As in Arch, where there is one directory for programs and one for libraries.
pacman_stage() { # staged system
  local fedora name directory
  while IFS='|' read -r fedora name _; do
    mkdir -p "$work/$name"
    cp -al "$1/$fedora/." "$work/$name"
  done < <(table)
  cp -al "$1/filesystem/." "$work/filesystem"
  for directory in "$work"/*/usr/{sbin,lib64}; do
    name=bin
    [ "${directory##*/}" = sbin ] || name=lib
    mkdir -p "${directory%/*}/$name"
    cp -al "$directory/." "${directory%/*}/$name"
    rm -r "$directory"
  done
  ln -s bin "$work/filesystem/usr/sbin"
  ln -s lib "$work/filesystem/usr/lib64"
  ln -sfn usr/bin "$work/filesystem/sbin"
  ln -sfn usr/lib "$work/filesystem/lib64"
  text "$work/filesystem/usr/lib/os-release" 'ID=arch
NAME="Arch Linux"
PRETTY_NAME="Arch Linux"
BUILD_ID=rolling'
  ln -s ../usr/lib/os-release "$work/filesystem/etc/os-release"
  text "$work/systemd/usr/share/libalpm/hooks/20-systemd-sysusers.hook" '[Trigger]
Type = Path
Operation = Install
Operation = Upgrade
Target = usr/lib/sysusers.d/*.conf

[Action]
Description = Creating system users...
When = PostTransaction
Exec = /usr/bin/systemd-sysusers'
}

# A package of what the stage has; from standard input lines of .PKGINFO, then functions of .INSTALL.
pacman_package() { # repository, name, version, architecture, stage, key or none
  local file=$out/$1/os/$arch/$2-$3-$4.pkg.tar.zst stage=$5
  mkdir -p "${file%/*}" "$stage"
  cat >"$work/lines"
  {
    printf '%s = %s\n' pkgname "$2" pkgbase "$2" pkgver "$3" pkgdesc "$2 of the tests" \
      url https://jbuild.invalid builddate "$SOURCE_DATE_EPOCH" packager tests \
      size "$(du -sb --apparent-size "$stage" | cut -f 1)" arch "$4" license MIT
    sed '/()/,$d; /^$/d' "$work/lines"
    [ ! -d "$stage/etc" ] || find "$stage/etc" -type f -printf 'backup = etc/%P\n' | sort
  } >"$work/.PKGINFO"
  sed -n '/()/,$p' "$work/lines" >"$work/.INSTALL"
  mkdir -p "$work/information/$1"
  cp "$work/.PKGINFO" "$work/information/$1/${file##*/}.info"
  mv "$work/.PKGINFO" "$stage"
  [ ! -s "$work/.INSTALL" ] || mv "$work/.INSTALL" "$stage"
  (cd "$stage" && tar -c --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 \
    --numeric-owner --hard-dereference $(ls -A | sort)) | zstd -q -3 -o "$file"
  [ "$6" = none ] || sign_as "$6" --detach-sign --output "$file.sig" "$file"
}

pacman_system() { # directory with NAME.deb
  local name debs provides needs
  while IFS='|' read -r _ name debs provides; do
    [ "$debs" != udev ] || continue
    case $name in
      glibc) needs=filesystem ;;
      common-libs) needs=glibc debs=systemd ;;
      systemd) needs='bash coreutils util-linux shadow pam dbus kmod procps-ng grep sed ncurses tzdata common-libs' ;;
      *) needs=common-libs ;;
    esac
    # shellcheck disable=SC2086 # Several words.
    pacman_package core "$name" "$(version_of "$1" $debs)-1" "$arch" "$work/$name" release <<LINES
$(printf 'depend = %s\n' $needs)
$(for word in $provides; do [[ $word = /* ]] || echo "provides = $word"; done)
$([ "$name" != systemd ] || pacman_systemd)
LINES
  done < <(table)
  pacman_package core filesystem 2026.01.01-1 "$arch" "$work/filesystem" release </dev/null
  program "$work/pacman/usr/bin/pacman" 'pacman of the tests'
  # As the real one does: an image should not come to ask whom its recipe has not named.
  text "$work/pacman/etc/pacman.d/mirrorlist" 'Server = https://mirror.invalid/$repo/os/$arch'
  text "$work/pacman/etc/pacman.conf" '[options]
Architecture = auto
SigLevel = Required DatabaseOptional

[core]
Include = /etc/pacman.d/mirrorlist'
  pacman_package core pacman 6.99-1 any "$work/pacman" release <<'LINES'
depend = bash
provides = archlinux-keyring
provides = pacman-mirrorlist
LINES
  pacman_package core base 3-1 any "$work/base" release <<LINES
$(printf 'depend = %s\n' bash coreutils filesystem findutils gawk glibc grep gzip pacman procps-ng sed \
    shadow systemd tar tzdata util-linux)
LINES
}

pacman_systemd() {
  cat <<'LINES'
post_install() {
  systemd-machine-id-setup >/dev/null 2>&1
  systemctl preset-all --preset-mode=enable-only >/dev/null 2>&1
}
LINES
}

# Packages that are as they should be.
pacman_fixtures() {
  local name
  for name in tool old optional recommended suggested; do
    program "$work/jb-$name/usr/bin/jb-$name" "jb-$name 1.0"
  done
  pacman_fixture extra tool <<<'group = jb-group'
  pacman_fixture extra old </dev/null
  pacman_fixture extra optional </dev/null
  pacman_fixture extra recommended </dev/null
  pacman_fixture extra suggested </dev/null
  pacman_fixture extra weak <<<$'optdepend = jb-recommended: more\noptdepend = jb-suggested: even more'
  pacman_fixture extra chain-a <<<'depend = jb-chain-b'
  pacman_fixture extra chain-b <<<'depend = jb-virtual>=1'
  pacman_fixture extra chain-c <<<'provides = jb-virtual=1'
  pacman_fixture extra cycle-a <<<'depend = jb-cycle-b'
  pacman_fixture extra cycle-b <<<'depend = jb-cycle-a'
  text "$work/jb-config/etc/jb-config.conf" 'colour = green'
  pacman_fixture extra config <<<'group = jb-group'
  text "$work/jb-docs/usr/share/doc/jb-docs/README" 'To be read.'
  text "$work/jb-docs/usr/share/man/man1/jb-docs.1" '.TH jb-docs 1'
  pacman_fixture extra docs </dev/null
  text "$work/jb-service/usr/lib/systemd/system/jb.service" "$(service)"
  pacman_fixture extra service <<<'depend = systemd'
  program "$work/jb-scriptlet/usr/bin/jb-scriptlet" 'jb-scriptlet 1.0'
  pacman_fixture extra scriptlet <<LINES
depend = bash
depend = coreutils
post_install() {
$(report post)
}
LINES
  for name in tool new; do
    program "$work/updates-$name/usr/bin/jb-$name" "jb-$name 2.0"
  done
  pacman_package updates jb-tool 2.0-1 any "$work/updates-tool" release <<<'group = jb-group'
  pacman_package updates jb-new 2.0-1 any "$work/updates-new" release \
    <<<$'replaces = jb-old\nconflict = jb-old'
}

pacman_fixture() { # repository, name without jb-, key if not release; lines and functions on standard input
  text "$work/jb-$2/usr/share/jb/$2" "$2"
  pacman_package "$1" "jb-$2" 1.0-1 any "$work/jb-$2" "${3:-release}"
}

# Packages that cannot or must not be installed, and one that can: jb-fine.
pacman_broken() {
  local name
  for name in fine corrupt short gone; do
    pacman_fixture broken "$name" </dev/null
  done
  pacman_fixture broken unsigned none </dev/null
  for name in stranger expired revoked; do
    pacman_fixture broken "$name" "$name" </dev/null
  done
  pacman_fixture broken missingdep <<<'depend = jb-nonexistent>=3'
  pacman_fixture broken missingversion <<<'depend = jb-tool>=9'
  pacman_fixture broken conflicts <<<'conflict = bash'
  program "$work/jb-fileconflict/usr/bin/bash" 'not bash'
  pacman_fixture broken fileconflict </dev/null
  pacman_fixture broken failpre <<<$'depend = bash\npre_install() {\nreturn 3\n}'
  pacman_fixture broken failpost <<<$'depend = bash\npost_install() {\nreturn 4\n}'
  pacman_hook failhook jb-chain-a PreTransaction AbortOnFail
  pacman_hook failposthook jb-failposthook PostTransaction ''
  text "$work/jb-foreign/usr/share/jb/foreign" foreign
  pacman_package broken jb-foreign 1.0-1 "$foreign" "$work/jb-foreign" release </dev/null
}

pacman_hook() { # name without jb-, package that it waits for, when, one more line
  text "$work/jb-$1/usr/share/libalpm/hooks/jb-$1.hook" "[Trigger]
Type = Package
Operation = Install
Operation = Upgrade
Target = $2

[Action]
When = $3
Exec = /usr/bin/false
$4"
  pacman_fixture broken "$1" <<<'depend = coreutils'
}

pacman_repository() { # directory, name of the index, directory of information
  python3 "$here/pacman-index.py" "$1" "$3" "$1/$2.db"
  sign_as release --detach-sign --output "$1/$2.db.sig" "$1/$2.db"
}

# Damage to packages after they were indexed, and one mirror for each damage to an index.
pacman_damaged() {
  local broken=$out/broken/os/$arch key
  corrupt "$broken"/jb-corrupt-*.zst
  shorten "$broken"/jb-short-*.zst
  rm "$broken"/jb-gone-*.zst
  for key in stranger expired revoked; do
    sign_as "$key" --detach-sign --output "$(pacman_copy "$key-key").sig" "$(pacman_index "$key-key")"
  done
  rm "$(pacman_copy unsigned).sig"
  corrupt "$(pacman_copy changed)"
  shorten "$(pacman_copy short-index)"
  : >"$(pacman_copy empty)"
  echo "$page" >"$(pacman_copy page)"
  echo nothing >"$(pacman_copy nonsense)"
  sign_as release --detach-sign --output "$(pacman_index nonsense).sig" "$(pacman_index nonsense)"
  rm "$(pacman_copy nothing)"*
}

pacman_index() { # name of a bad mirror
  echo "$out/bad/$1/core/os/$arch/core.db"
}

# A mirror whose core has nothing but jb-tool, to be damaged; says where its index is.
pacman_copy() { # name
  local core=$out/bad/$1/core/os/$arch
  mkdir -p "$core"
  cp -l "$out/extra/os/$arch"/jb-tool-* "$core"
  pacman_repository "$core" core "$work/information/extra"
  ln -s ../../extra "$out/bad/$1/extra"
  pacman_index "$1"
}
