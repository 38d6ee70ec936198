# Repositories for dnf and zypper. To be sourced.

make_rpm() { # directory with NAME.deb, staged system, work directory, output
  local debs=$1 staged=$2 work=$3 out=$4
  mkdir -p "$work" "$out"
  rpm_system "$debs" "$staged"
  rpm_fixtures
  rpm_releases
  rpm_updates
  rpm_broken
  local spec jobs=()
  for spec in system fixtures release-40 centos opensuse updates broken foreign; do
    rpm_build "$work/$spec" &
    jobs+=($!)
  done
  wait_for "${jobs[@]}"
  rpm_sign
  rpm_repositories
  rpm_damaged
  rpm_mirrors
}

# Adds a package to a spec: what the stage has, and from standard input lines about it, then scriptlets.
rpm_package() { # spec, name, version, release, architecture, stage
  local spec=$work/$1 name=$2
  mkdir -p "$spec" "$6"
  cat >"$spec/lines"
  {
    printf '%%package -n %s\nVersion: %s\nRelease: %s\nSummary: %s of the tests\nAutoReqProv: no\n' "$name" "$3" "$4" "$name"
    [ "$5" != noarch ] || echo 'BuildArch: noarch'
    sed '/^%/,$d' "$spec/lines"
    printf '%%description -n %s\nMade for tests.\n' "$name"
    sed -nE "/^%/,\$ {s/^%(pre|post|pretrans|posttrans|triggerin)\\>/%\\1 -n $name/; p}" "$spec/lines"
    printf '%%files -n %s -f %s\n%%defattr(-,root,root,-)\n' "$name" "$spec/$name.files"
  } >>"$spec/packages"
  find "$6" -mindepth 1 \( -type d -printf '%%%%dir "/%P"\n' -o -path '*/etc/*' -type f \
    -printf '%%%%config(noreplace) "/%P"\n' -o -printf '"/%P"\n' \) | sort >"$spec/$name.files"
  echo "$6" >>"$spec/stages"
}

rpm_build() { # directory of the spec
  local stage target=()
  cat - "$1/packages" >"$1/spec" <<SPEC
Name: source-${1##*/}
Version: 1.0
Release: 1
Summary: Where packages of tests come from
License: MIT
%global debug_package %{nil}
%global __os_install_post %{nil}
%global _build_id_links none
%global _binary_payload w3.zstdio
%global _buildhost tests
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%description
None of this name is made.
%install
while read -r stage; do cp -al "\$stage/." %{buildroot}; done <$1/stages
SPEC
  [ "${1##*/}" != foreign ] || target=(--target "$foreign")
  rpmbuild -bb --quiet "${target[@]}" --define "_topdir $1/build" --define "_rpmdir $1/rpms" \
    --define "_dbpath $1/database" \
    --define '_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' "$1/spec" \
    2> >(grep -v '^warning: absolute symlink' >&2) >/dev/null
}

rpm_system() { # directory with NAME.deb, staged system
  local fedora arch_name debs provides needs
  while IFS='|' read -r fedora _ debs provides; do
    case $fedora in
      glibc) needs=filesystem ;;
      common-libs) needs=glibc debs=systemd ;;
      systemd) needs='bash coreutils util-linux shadow-utils pam dbus kmod procps-ng grep sed ncurses tzdata common-libs' ;;
      systemd-udev) needs=systemd ;;
      *) needs=common-libs ;;
    esac
    # shellcheck disable=SC2086 # Several words.
    rpm_package system "$fedora" "$(version_of "$1" $debs)" 1.fc41 "$arch" "$2/$fedora" <<LINES
${provides:+Provides: $provides}
Requires: $needs
Requires(post): $needs
$(rpm_scriptlet "$fedora")
LINES
  done < <(table)
  rpm_package system filesystem 3.18 1.fc41 "$arch" "$2/filesystem" <<'LINES'
Provides: setup basesystem aaa_base rootfiles
LINES
  # What others ask for by name, and no test runs.
  local name
  for name in dnf rpm zypper sudo; do
    program "$work/$name/usr/bin/$name" "$name of the tests"
  done
  rpm_package system dnf 4.99 1.fc41 noarch "$work/dnf" <<'LINES'
Provides: dnf5 yum microdnf
Requires: bash rpm
LINES
  rpm_package system rpm 4.99 1.fc41 noarch "$work/rpm" <<<'Requires: bash'
  rpm_package system zypper 1.99 1.fc41 noarch "$work/zypper" <<<'Requires: bash rpm'
  rpm_package system sudo 1.99 1.fc41 noarch "$work/sudo" <<<'Requires: bash'
}

rpm_scriptlet() { # package
  case $1 in
    glibc) echo '%post -p /sbin/ldconfig' ;;
    systemd)
      cat <<'LINES'
%post
systemd-machine-id-setup >/dev/null 2>&1
systemd-sysusers >/dev/null 2>&1
systemctl preset-all --preset-mode=enable-only >/dev/null 2>&1
LINES
      ;;
  esac
}

# Packages that are as they should be.
rpm_fixtures() {
  local name
  for name in tool old optional recommended suggested; do
    program "$work/jb-$name/usr/bin/jb-$name" "jb-$name 1.0"
    rpm_fixture fixtures "$name" </dev/null
  done
  rpm_fixture fixtures weak <<<$'Recommends: jb-recommended\nSuggests: jb-suggested'
  rpm_fixture fixtures chain-a <<<'Requires: jb-chain-b'
  rpm_fixture fixtures chain-b <<<'Requires: jb-virtual >= 1'
  rpm_fixture fixtures chain-c <<<'Provides: jb-virtual = 1'
  rpm_fixture fixtures cycle-a <<<'Requires: jb-cycle-b'
  rpm_fixture fixtures cycle-b <<<'Requires: jb-cycle-a'
  text "$work/jb-config/etc/jb-config.conf" 'colour = green'
  rpm_fixture fixtures config </dev/null
  text "$work/jb-docs/usr/share/doc/jb-docs/README" 'To be read.'
  text "$work/jb-docs/usr/share/man/man1/jb-docs.1" '.TH jb-docs 1'
  rpm_fixture fixtures docs </dev/null
  sed -i -E 's,^("/usr/share/(doc|man)/.*"),%doc \1,' "$work/fixtures/jb-docs.files"
  text "$work/jb-service/usr/lib/systemd/system/jb.service" "$(service)"
  rpm_fixture fixtures service <<<'Requires: systemd'
  program "$work/jb-scriptlet/usr/bin/jb-scriptlet" 'jb-scriptlet 1.0'
  rpm_fixture fixtures scriptlet <<LINES
Requires(post): bash coreutils
%post
$(report post)
%posttrans
$(report posttrans)
LINES
}

rpm_fixture() { # spec, name without jb-; lines and scriptlets on standard input
  text "$work/jb-$2/usr/share/jb/$2" "$2"
  rpm_package "$1" "jb-$2" 1.0 1.fc41 noarch "$work/jb-$2"
}

# The packages that say what a system is. Those that have the same files are made apart.
rpm_releases() {
  rpm_release system fedora 41 fedora 'Fedora Linux'
  rpm_release release-40 fedora 40 fedora 'Fedora Linux'
  rpm_release centos centos-stream 9 centos 'CentOS Stream'
  rpm_release opensuse openSUSE 20260101 opensuse-tumbleweed 'openSUSE Tumbleweed'
}

rpm_release() { # spec, package without -release, version, ID and NAME of os-release
  local stage=$work/$2-release-$3
  mkdir -p "$stage/etc"
  ln -s ../usr/lib/os-release "$stage/etc/os-release"
  text "$stage/usr/lib/os-release" "$(os_release "$4" "$5" "$3")"
  text "$stage/etc/$2-release" "$5 release $3"
  # As the real ones do: an image should not come to ask whom its recipe has not named.
  text "$stage/etc/yum.repos.d/$2.repo" "[$2]
name=$5
baseurl=https://mirror.invalid/$2/\$releasever/\$basearch
enabled=1
gpgcheck=1"
  rpm_package "$1" "$2-release" "$3" 1 noarch "$stage" <<LINES
Provides: system-release = $3
Provides: system-release($3)
Provides: $2-release-common = $3
Provides: $2-release-container = $3
Provides: $2-repos = $3
Provides: $2-gpg-keys = $3
Requires: filesystem
LINES
}

rpm_updates() {
  local name
  for name in tool new; do
    program "$work/updates-$name/usr/bin/jb-$name" "jb-$name 2.0"
  done
  rpm_package updates jb-tool 2.0 1.fc41 noarch "$work/updates-tool" </dev/null
  rpm_package updates jb-new 2.0 1.fc41 noarch "$work/updates-new" <<<'Obsoletes: jb-old < 2'
}

# Packages that cannot or must not be installed, and one that can: jb-fine.
rpm_broken() {
  local name
  for name in fine unsigned stranger expired revoked corrupt short gone; do
    rpm_fixture broken "$name" </dev/null
  done
  rpm_fixture broken missingdep <<<'Requires: jb-nonexistent >= 3'
  rpm_fixture broken missingversion <<<'Requires: jb-tool >= 9'
  rpm_fixture broken conflicts <<<'Conflicts: bash'
  program "$work/jb-fileconflict/usr/bin/bash" 'not bash'
  rpm_fixture broken fileconflict </dev/null
  rpm_fixture broken failpre <<<$'Requires(pre): bash\n%pre\nexit 3'
  rpm_fixture broken failpost <<<$'Requires(post): bash\n%post\nexit 4'
  rpm_fixture broken failposttrans <<<$'Requires(post): bash\n%posttrans\nexit 5'
  rpm_fixture broken failtrigger <<<$'Requires(post): bash\n%triggerin -- bash\nexit 6'
  rpm_fixture broken killed <<<$'Requires(post): bash\n%post\nkill -KILL $$'
  rpm_fixture broken lua <<<$'%pretrans -p <lua>\nerror("no luck")'
  rpm_fixture broken luapost <<<$'%post -p <lua>\nerror("no luck")'
  text "$work/jb-foreign/usr/share/jb/foreign" foreign
  rpm_package foreign jb-foreign 1.0 1.fc41 "$foreign" "$work/jb-foreign" </dev/null
}

rpm_sign() {
  local name rpms=() jobs=()
  mapfile -t rpms < <(find "$work" -name '*.rpm' | grep -Ev '/jb-(unsigned|stranger|expired|revoked)-')
  rpm_sign_as release "${rpms[@]}" &
  jobs+=($!)
  for name in stranger expired revoked; do
    rpm_sign_as "$name" "$work/broken/rpms/jb-$name"-*.rpm &
    jobs+=($!)
  done
  wait_for "${jobs[@]}"
}

rpm_sign_as() { # key, packages
  local key=$1 more=
  shift
  [ "$key" != expired ] || more="--faked-system-time $in_january_2025"
  rpmsign --addsign --define '__gpg /usr/bin/gpg' --define "_gpg_name $key@jbuild.invalid" --define '_gpg_digest_algo sha256' \
    --define "_gpg_sign_cmd_extra_args --batch --no-tty $more" "$@" >/dev/null
}

# The directories of packages, indexed and signed.
rpm_repositories() {
  local name
  rpm_repository fedora "$work"/{system,fixtures}/rpms/*.rpm
  rpm_repository updates "$work"/updates/rpms/*.rpm
  rpm_repository broken "$work"/{broken,foreign}/rpms/*.rpm
  rpm_repository small "$work"/fixtures/rpms/jb-tool-*.rpm
  for name in release-40 centos opensuse; do
    rpm_repository "$name" "$work/$name"/rpms/*.rpm \
      $(ls "$work"/{system,fixtures}/rpms/*.rpm | grep -v '/fedora-release')
  done
}

rpm_repository() { # name, packages
  local repository=$out/$1
  shift
  mkdir -p "$repository"
  cp -l "$@" "$repository"
  createrepo_c --quiet --no-database --workers 2 --revision "$SOURCE_DATE_EPOCH" \
    --set-timestamp-to-revision --groupfile "$here/comps.xml" "$repository"
  rpm_sign_index "$repository" release
}

rpm_sign_index() { # repository, key
  sign_as "$2" --armor --detach-sign --output "$1/repodata/repomd.xml.asc" "$1/repodata/repomd.xml"
}

# Damage to packages after they were indexed, and one repository for each damage to an index.
rpm_damaged() {
  corrupt "$out"/broken/jb-corrupt-*.rpm
  shorten "$out"/broken/jb-short-*.rpm
  rm "$out"/broken/jb-gone-*.rpm
  local key
  for key in stranger expired revoked; do
    rpm_sign_index "$(rpm_copy "$key-key")" "$key"
  done
  rm "$(rpm_copy unsigned)/repodata/repomd.xml.asc"
  echo '<!-- added after it was signed -->' >>"$(rpm_copy changed)/repodata/repomd.xml"
  corrupt "$(rpm_copy corrupt-index)"/repodata/*-primary.xml.gz
  shorten "$(rpm_copy short-index)"/repodata/*-primary.xml.gz
  rm "$(rpm_copy gone-index)"/repodata/*-primary.xml.gz
  local repository
  for repository in empty page; do
    rpm_copy "$repository" >/dev/null
  done
  : >"$out/bad/empty/repodata/repomd.xml"
  echo "$page" >"$out/bad/page/repodata/repomd.xml"
  # Signed as it should be, but it describes nothing.
  echo '<?xml version="1.0"?><nothing/>' >"$(rpm_copy nonsense)/repodata/repomd.xml"
  rpm_sign_index "$out/bad/nonsense" release
  mkdir "$out/bad/nothing"
}

# A copy of the small repository, to be damaged.
rpm_copy() { # name
  mkdir -p "$out/bad"
  cp -r "$out/small" "$out/bad/$1"
  echo "$out/bad/$1"
}

# The same repositories where the mirrors of distributions have them.
rpm_mirrors() {
  local name
  rpm_mirror fedora fedora
  rpm_mirror release-40 release-40
  for name in "$out"/bad/*/; do
    name=$(basename "$name")
    rpm_mirror "bad-$name" "bad/$name"
  done
  link centos "centos/9-stream/BaseOS/$arch/os"
  link updates "centos/9-stream/AppStream/$arch/os"
  link opensuse opensuse/tumbleweed/repo/oss
  link updates opensuse/update/tumbleweed
}

rpm_mirror() { # name, repository
  link "$2" "$1/releases/41/Everything/$arch/os"
  link updates "$1/updates/41/Everything/$arch"
}

link() { # repository, path below mirrors
  local link=$out/mirrors/$2
  mkdir -p "${link%/*}"
  ln -sr "$out/$1" "$link"
}
