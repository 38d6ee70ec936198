package jbuild.builder.distribution.pacman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.repository.PinnedKey;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class PacmanConfigurationTest {
  private static final DistributionProfile ARCH =
      new DistributionProfiles().find("arch").orElseThrow();
  private static final PacmanGeneration SEVEN =
      PacmanGeneration.of(List.of(".--.   Pacman v7.0.0 - libalpm v15.0.0"));
  private static final String OFFICIAL =
      "Server = https://geo.mirror.pkgbuild.com/$repo/os/$arch\n";

  @Test
  void hasNothingOfTheHost() {
    PacmanPackages packages = from("http://mirror.invalid/arch", "extra", "core");

    assertEquals(
        """
        [options]
        RootDir = /run/jbuild/target/
        DBPath = /run/jbuild/target/var/lib/pacman/
        CacheDir = /run/jbuild/packages/
        LogFile = /run/jbuild/pacman/pacman.log
        GPGDir = /run/jbuild/pacman/keys/
        HookDir = /none/
        Architecture = x86_64
        SigLevel = Required DatabaseOptional
        CheckSpace
        ParallelDownloads = 5
        DisableSandbox
        [extra]
        SigLevel = Required DatabaseOptional
        Server = http://mirror.invalid/arch/extra/os/x86_64
        [core]
        SigLevel = Required DatabaseOptional
        Server = http://mirror.invalid/arch/core/os/x86_64
        """,
        text(packages, false));
  }

  @Test
  void verifiesWhatARecipeBringsAsMuchAsTheRest() {
    PacmanPackages packages =
        from(
            "http://mirror.invalid/arch",
            new Additions(
                List.of(
                    added("tools", "http://ada:secret@tools.invalid/$repo/$arch"),
                    added("others", "file:///srv/others")),
                List.of(Path.of("/srv/tool-1-1-any.pkg.tar.zst"))),
            "core");

    assertEquals(
        """
        DisableSandbox
        [FILES]
        SigLevel = Never
        Server = file:///run/jbuild/files
        [core]
        SigLevel = Required DatabaseOptional
        Server = http://mirror.invalid/arch/core/os/x86_64
        [tools]
        SigLevel = Required
        Server = http://ada:secret@tools.invalid/tools/x86_64
        [others]
        SigLevel = Required DatabaseOptional
        Server = file:///run/jbuild/repositories/others
        """,
        text(packages, true).replaceFirst("(?s).*(?=DisableSandbox)", ""));
  }

  @Test
  void keepsARepositoryOnceInTheSettingsOfTheSystem() {
    String settings = "[options]\nSigLevel = Never\n[tools]\nServer = http://a\n[core]\nA = b\n\n";

    assertEquals(
        """
        [options]
        SigLevel = Never
        [core]
        A = b

        [tools]
        SigLevel = Required DatabaseOptional
        Server = https://tools.invalid/$arch
        """,
        KeptRepositories.with(added("tools", "https://tools.invalid/$arch"), settings));
  }

  @Test
  void givesTheImageNoMirrorThatOnlyThisHostReaches() {
    assertEquals(
        "Server = http://mirror.invalid/arch/$repo/os/$arch\n",
        mirrorlist(from("http://mirror.invalid/arch", "core")));
    assertEquals(OFFICIAL, mirrorlist(from("file:///srv/arch", "core")));
    assertEquals(OFFICIAL, mirrorlist(from("http://me:secret@mirror.invalid/arch", "core")));
  }

  @Test
  void tellsGenerationsOfPacmanApart() {
    assertEquals(List.of("DisableSandbox"), SEVEN.settings());
    assertEquals(List.of(), PacmanGeneration.of(List.of("Pacman v6.1.0 - libalpm")).settings());
    assertEquals(SEVEN, PacmanGeneration.of(List.of("Pacman v8.0.0 - libalpm v20")));
    assertEquals(
        "it is older than pacman 6",
        assertThrows(Failure.class, () -> PacmanGeneration.of(List.of("Pacman v5.2.2 - libalpm")))
            .why());
  }

  @Test
  void keepsPackagesOfOtherRepositoriesApart() {
    assertNotEquals(cache(from("file:///srv/a", "core")), cache(from("file:///srv/b", "core")));
    assertNotEquals(
        cache(from("file:///srv/a", "core")), cache(from("file:///srv/a", "core", "extra")));
    assertEquals(cache(from("file:///srv/a", "core")), cache(from("file:///srv/a", "core")));
  }

  @Test
  void keepsPackagesWhoeverMayFetchThem() {
    assertEquals(
        cache(from("https://ada:secret@mirror.example", "core")),
        cache(from("https://mirror.example", "core")));
  }

  @Test
  void unpacksNoManualsThatAreNotWanted() {
    PacmanPackages with = from("file:///srv/a", "core");
    PacmanPackages without =
        new PacmanPackages(
            ARCH,
            with.release(),
            with.architecture(),
            with.mirror(),
            Optional.empty(),
            with.components(),
            List.of(),
            List.of(),
            false,
            Additions.NONE);

    assertFalse(text(with, false).contains("NoExtract"), text(with, false));
    assertTrue(
        text(without, false).contains("\nNoExtract = usr/share/man/* "), text(without, false));
  }

  private static String text(PacmanPackages packages, boolean hasFiles) {
    PacmanTarget target =
        new PacmanTarget(
            Places.TARGET, List.of(Places.PACKAGES), "/none", packages.sources(), hasFiles);
    return new PacmanConfiguration(packages).text(SEVEN, target, mirror -> mirror);
  }

  private static AddedRepository added(String name, String address) {
    PinnedKey key =
        new PinnedKey(name, "0123456789ABCDEF0123456789ABCDEF01234567", URI.create("file:///none"));
    return new AddedRepository(name, URI.create(address), List.of(), List.of(), key, true);
  }

  private static PackageCache cache(PacmanPackages packages) {
    return PackageCache.of(Path.of("/cache"), packages);
  }

  private static String mirrorlist(PacmanPackages packages) {
    return new PacmanConfiguration(packages).mirrorlist();
  }

  private static PacmanPackages from(String mirror, String... repositories) {
    return from(mirror, Additions.NONE, repositories);
  }

  private static PacmanPackages from(String mirror, Additions additions, String... repositories) {
    return new PacmanPackages(
        ARCH,
        ARCH.release("rolling").orElseThrow(),
        "x86_64",
        Optional.of(URI.create(mirror)),
        Optional.empty(),
        List.of(repositories),
        List.of(),
        List.of(),
        true,
        additions);
  }
}
