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
