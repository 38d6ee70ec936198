package jbuild.builder.distribution.rpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.RpmFacts;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class ImageRepositoriesTest {
  private static final String OF_A_PACKAGE = "[fedora]\nname=Fedora\nenabled=1\n";

  @TempDir private Path directory;
  private Path repositories;

  @BeforeEach
  void haveAnImage() throws IOException {
    repositories = Files.createDirectories(directory.resolve("root/etc/yum.repos.d"));
  }

  @Test
  void putsTheMirrorOfTheRecipeInPlaceOfOthers() throws IOException {
    Files.writeString(repositories.resolve("fedora.repo"), OF_A_PACKAGE);

    run(Optional.of(URI.create("https://mirror.example/fedora")));

    assertEquals(
        "[fedora]\nenabled=0\nname=Fedora\n",
        Files.readString(repositories.resolve("fedora.repo")));
    assertEquals(
        """
        [fedora]
        name=fedora
        baseurl=https://mirror.example/fedora/releases/44/Everything/x86_64/os
        enabled=1
        gpgcheck=1
        repo_gpgcheck=0
        gpgkey=file:///etc/pki/rpm-gpg/fedora-44.asc

        [updates]
        name=updates
        baseurl=https://mirror.example/fedora/updates/44/Everything/x86_64
        enabled=1
        gpgcheck=1
        repo_gpgcheck=0
        gpgkey=file:///etc/pki/rpm-gpg/fedora-44.asc
        """,
        Files.readString(repositories.resolve("fedora-mirror.repo")));
    assertTrue(
        Files.readString(directory.resolve("root/etc/pki/rpm-gpg/fedora-44.asc"))
            .startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----"));
  }

  @Test
  void leavesWhatPackagesSayWhenTheMirrorIsADirectoryOfTheHost() throws IOException {
    Files.writeString(repositories.resolve("fedora.repo"), OF_A_PACKAGE);

    run(Optional.of(URI.create("file:///srv/fedora")));

    assertEquals(OF_A_PACKAGE, Files.readString(repositories.resolve("fedora.repo")));
    assertFalse(Files.exists(repositories.resolve("fedora-mirror.repo")));
  }

  @Test
  void namesTheOfficialMirrorWhenNoPackageNamesOne() throws IOException {
    run(Optional.of(URI.create("file:///srv/fedora")));

    String text = Files.readString(repositories.resolve("fedora-mirror.repo"));
    assertTrue(
        text.contains("baseurl=https://dl.fedoraproject.org/pub/fedora/linux/updates/44/"), text);
  }

  private void run(Optional<URI> mirror) {
    DistributionProfile fedora = new DistributionProfiles().find("fedora").orElseThrow();
    RpmSystem system =
        new RpmSystem(
            fedora,
            (RpmFacts) fedora.facts(),
            fedora.release("44").orElseThrow(),
            "x86_64",
            mirror,
            List.of("bash"),
            List.of(),
            List.of(),
            RpmSystem.Extent.USUAL);
    new ImageRepositories(system, "/etc/yum.repos.d")
        .run(new Workspace(directory, directory, (command, lines) -> {}, Progress.SILENT));
  }
}
