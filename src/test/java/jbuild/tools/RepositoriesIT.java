package jbuild.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the generators make is what the tools of others take for repositories. */
@Tag("root")
@Tag("beside")
class RepositoriesIT {
  private static final Repositories REPOSITORIES = Repositories.shared();

  /** They have a home of their own, which is in memory, and leave no agent with keys behind. */
  private static final String BEGIN =
      """
      set -eu
      export HOME=/run/home GNUPGHOME=/run/home
      mkdir -m 700 "$HOME"
      trap 'gpgconf --kill all' EXIT
      """;

  @TempDir Path directory;

  @Test
  void rpmPackagesAreSignedByTheirKeys() throws IOException {
    String output =
        inImage(
            """
        rpm --dbpath /run/rpm --import "$1/keys/release.asc"
        cd "$1/rpm"
        rpm --dbpath /run/rpm -K fedora/*.rpm updates/*.rpm release-40/*.rpm opensuse/*.rpm centos/*.rpm |
          grep -v ': digests signatures OK$' || :
        rpm --dbpath /run/rpm -K broken/jb-{conflicts,corrupt,stranger,unsigned}-*.rpm || :
        """);

    assertEquals(
        """
        broken/jb-conflicts-1.0-1.fc41.noarch.rpm: digests signatures OK
        broken/jb-corrupt-1.0-1.fc41.noarch.rpm: DIGESTS SIGNATURES NOT OK
        broken/jb-stranger-1.0-1.fc41.noarch.rpm: digests SIGNATURES NOT OK
        broken/jb-unsigned-1.0-1.fc41.noarch.rpm: digests OK
        """,
        output);
  }

  @Test
  void dnfFindsGroupsUpdatesAndWeakDependencies() throws IOException {
    String output =
        inImage(
            """
        mkdir /run/dnf
        for name in releases/41/Everything/$(uname -m)/os updates/41/Everything/$(uname -m); do
          printf '[%s]\\nname=x\\ngpgcheck=1\\nrepo_gpgcheck=1\\nbaseurl=file://%s\\ngpgkey=file://%s\\n' \\
            "${name%%/*}" "$1/rpm/mirrors/fedora/$name" "$1/keys/release.asc"
        done >/run/dnf/dnf.repo
        query() {
          dnf -q -y --setopt=reposdir=/run/dnf --setopt=cachedir=/run/dnf --setopt=logdir=/run/dnf \\
            --installroot=/run/root --releasever=41 "$@"
        }
        query repoquery --qf '%{name} %{version} %{repoid}' jb-tool jb-new
        query repoquery --recommends jb-weak
        query repoquery --requires --resolve --recursive --qf '%{name}' jb-chain-a | grep jb-
        query group info jb-group | grep -v '^ Desc'
        for home in /run/dnf/*/pubring; do gpgconf --homedir "$home" --kill all; done
        """);

    assertEquals(
        """
        jb-new 2.0 updates
        jb-tool 1.0 releases
        jb-tool 2.0 updates
        jb-recommended
        jb-chain-b
        jb-chain-c
        Group: Group of the tests
         Mandatory Packages:
           jb-tool
         Default Packages:
           jb-config
         Optional Packages:
           jb-optional
        """,
        output);
  }

  @Test
  void pacmanTakesGoodIndexesAndNoOthers() throws IOException {
    String output =
        inImage(
            """
            mkdir -p /run/root/var/lib/pacman /run/pacman
            touch /run/home/pubring.gpg
            gpg --batch --quiet --import "$1/keys/release.asc"
            echo "$(cat "$1/keys/release.fingerprint"):6:" | gpg --batch --quiet --import-ownertrust
            on() {
              {
                printf '[options]\\nArchitecture = auto\\nGPGDir = /run/home\\nCacheDir = /run/pacman\\n'
                printf 'LogFile = /run/pacman/log\\nSigLevel = Required\\n'
                printf '[core]\\nServer = file://%s/$repo/os/$arch\\n' "$1"
                printf '[extra]\\nServer = file://%s/$repo/os/$arch\\n' "$1"
              } >/run/pacman/conf
              shift
              pacman --config /run/pacman/conf -r /run/root --noconfirm "$@"
            }
            on "$1/pacman" -Sy >/run/pacman/said
            on "$1/pacman" -Sp --print-format '%r %n %v' jb-chain-a jb-group
            on "$1/pacman" -Sp --print-format '%n' base | sort | tr '\\n' ' '
            echo
            for mirror in "$1"/pacman/bad/*; do
              rm -r /run/root/var/lib/pacman/sync
              if on "$mirror" -Sy >/run/pacman/said 2>&1; then echo "takes ${mirror##*/}"; fi
            done
            """);

    assertEquals(
        """
        extra jb-chain-c 1.0-1
        extra jb-chain-b 1.0-1
        extra jb-chain-a 1.0-1
        extra jb-config 1.0-1
        extra jb-tool 1.0-1
        base bash common-libs coreutils dbus filesystem findutils gawk glibc grep gzip kmod ncurses \
        pacman pam procps-ng sed shadow systemd tar tzdata util-linux\040
        takes nonsense
        """,
        output);
  }

  @Test
  void aptTakesGoodIndexesAndNoOthers() throws IOException {
    String output =
        inImage(
            """
            mkdir -p /run/apt/etc/apt.conf.d /run/apt/etc/preferences.d
            suite=$(ls "$1/deb/debian/dists" | grep -v updates)
            touch /run/apt/status
            export APT_CONFIG=/run/apt/conf
            cat >/run/apt/conf <<CONF
            Dir::State "/run/apt/state";
            Dir::State::status "/run/apt/status";
            Dir::Cache "/run/apt/cache";
            Dir::Etc "/run/apt/etc";
            APT::Sandbox::User "root";
            CONF
            on() {
              echo "deb [signed-by=$keys] file://$1 $suite main" >/run/apt/etc/sources.list
              rm -rf /run/apt/state
              mkdir -p /run/apt/state/lists/partial /run/apt/cache/archives/partial
              apt-get -qq update >/run/apt/said 2>&1
            }
            keys=$1/keys/release.gpg
            on "$1/deb/debian"
            cat /run/apt/said
            apt-cache depends jb-weak
            for mirror in "$1"/deb/bad/*; do
              if on "$mirror"; then echo "takes ${mirror##*/}"; fi
            done
            """);

    // What is in the index is another matter, and so is what is not asked for by its hash.
    assertEquals(
        """
        jb-weak
          Recommends: jb-recommended
          Suggests: jb-suggested
        takes corrupt-base
        takes gone-base
        takes gone-by-hash
        takes no-component
        takes other-architecture
        takes other-suite
        takes short-base
        """,
        output);
  }

  @Test
  void eachKeyIsWhatItsFingerprintSays() throws IOException {
    String output =
        inImage(
            """
        for key in release stranger expired revoked; do
          gpg --quiet --with-colons --show-keys "$1/keys/$key.asc" |
            awk -F: -v key="$key" '/^pub/ {state = $2} /^fpr/ {print key, state, $10}'
        done
        """);

    assertEquals(
        """
        release - %s
        stranger - %s
        expired e %s
        revoked r %s
        """
            .formatted(
                Stream.of("release", "stranger", "expired", "revoked")
                    .map(REPOSITORIES::fingerprint)
                    .toArray()),
        output);
  }

  private String inImage(String script) throws IOException {
    Path file = Files.writeString(directory.resolve("script"), BEGIN + script);
    return ToolsImage.of("test-images/generators.toml")
        .showing(REPOSITORIES.root())
        .run("bash", file.toString(), REPOSITORIES.root().toString())
        .successfully()
        .output();
  }
}
