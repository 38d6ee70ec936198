package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import jbuild.builder.oci.image.Descriptor;
import jbuild.builder.oci.image.Digest;
import jbuild.builder.oci.image.ImageConfig;
import jbuild.builder.oci.image.Index;
import jbuild.builder.oci.image.Launch;
import jbuild.builder.oci.image.LayoutWriter;
import jbuild.builder.oci.image.MediaType;
import jbuild.builder.oci.image.Platform;
import jbuild.builder.oci.registry.Client;
import jbuild.builder.oci.registry.ImageReference;
import jbuild.builder.oci.registry.Login;
import jbuild.builder.oci.registry.LoginFiles;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Proxies;
import jbuild.builder.transfer.ImportPlan;
import jbuild.builder.transfer.OciPull;
import jbuild.builder.transfer.OciPush;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.StorePlaces;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry of others, filled by jbuild and by others, and asked by jbuild and by others. */
@Tag("root")
class RegistryIT {
  /** A small system, in two layers: the second one takes a program away and brings a file. */
  private static final String MADE_BY_UMOCI =
      """
      set -e
      cd "$1"
      umoci init --layout made
      umoci new --image made:v1
      umoci unpack --image made:v1 bundle
      root=bundle/rootfs
      mkdir -p $root/bin $root/etc $root/srv $root/tmp $root/usr
      cp -L /bin/sh /bin/id /bin/ls $root/bin/
      for file in $(ldd /bin/sh /bin/id /bin/ls | grep -o '/[^ ]*\\.so[^ ]*' | sort -u); do
        mkdir -p "$root$(dirname "$file")"
        cp -L "$file" "$root$file"
      done
      echo 'root:x:0:0:root:/root:/bin/sh' > $root/etc/passwd
      echo 'web:x:33:33:web:/srv:/bin/sh' >> $root/etc/passwd
      echo 'ID=tiny' > $root/etc/os-release
      umoci repack --image made:v1 bundle
      rm -rf bundle
      umoci unpack --image made:v1 bundle
      rm $root/bin/ls
      echo two > $root/srv/second
      umoci repack --image made:v1 bundle
      rm -rf bundle
      umoci config --image made:v1 --config.entrypoint /bin/sh --config.entrypoint -c \\
        --config.cmd 'echo "$GREETING $(id -u) $PWD"; exit 7' --config.env 'GREETING=he said "hi"' \\
        --config.user web --config.workingdir /srv --config.exposedports 80/tcp \\
        --config.stopsignal SIGQUIT
      """;

  /** As 'htpasswd -B' writes it, for the password secret. */
  private static final String LOGIN =
      "alice:$2b$04$3XPq6c9BqZUCmz55pD9EBut.iTI4fv/xmdA9iOoAY35rrrGACbqwm\n";

  @TempDir static Path directory;
  private static ToolsImage tools;
  private static RegistryProgram registry;
  private static Path machines;
  private static OwnCache cache;

  @BeforeAll
  static void startTheRegistry() throws IOException {
    tools = ToolsImage.of("test-images/formats.toml");
    registry = RegistryProgram.start(tools, directory, "");
    machines = Files.createDirectory(directory.resolve("machines"));
    cache = OwnCache.in(directory);
    tools.run("sh", "-c", MADE_BY_UMOCI, "sh", directory.toString()).successfully();
  }

  @AfterAll
  static void endTheRegistry() {
    registry.close();
    Trees.remove(directory.resolve("machines"));
  }

  @Test
  void whatOthersPushIsPulledAndStartsAsItsMakerWants() throws IOException {
    copy("oci:" + directory + "/made:v1", "docker://" + registry.address() + "/team/tiny:v1");

    pull("team/tiny:v1", "tiny", client(Optional.empty()));

    Path tree = machines.resolve("tiny");
    assertAll(
        () -> assertEquals("two\n", Files.readString(tree.resolve("srv/second"))),
        () -> assertFalse(Files.exists(tree.resolve("bin/ls"))),
        () -> assertFalse(Files.exists(tree.resolve("bin/.wh.ls"))),
        () ->
            assertEquals(
                """
                [Exec]
                Boot=no
                Parameters="/bin/sh" "-c" "echo "'"'"$GREETING $(id -u) $PWD"'"'"; exit 7"
                Environment="GREETING=he said "'"'"hi"'"'
                User=web
                WorkingDirectory=/srv
                KillSignal=SIGQUIT

                [X-Jbuild]
                Entrypoint="/bin/sh" "-c"
                ExposedPorts=80/tcp
                """,
                Files.readString(machines.resolve("tiny.nspawn"))));
    assertStarts(List.of("--directory=" + tree));
  }

  @Test
  void aLayoutStartsAsItsMakerWants() {
    assertStarts(List.of(directory.resolve("made").toString()));
  }

  private static void assertStarts(List<String> image) {
    List<String> own = new ArrayList<>(List.of("run", "--pipe"));
    own.addAll(image);
    Map<String, String> environment = cache.environment();
    Jbuild.Result alone =
        Jbuild.run(directory, environment, Jbuild.words(own.toArray(String[]::new)));
    own.addAll(List.of("--", "echo other; exit 3"));
    Jbuild.Result other =
        Jbuild.run(directory, environment, Jbuild.words(own.toArray(String[]::new)));

    assertAll(
        () -> assertEquals("he said \"hi\" 33 /srv\n", alone.out()),
        () -> assertEquals(7, alone.status()),
        () -> assertTrue(alone.err().contains("the image listens on 80/tcp"), alone.err()),
        () -> assertEquals("other\n", other.out()),
        () -> assertEquals(3, other.status()));
  }

  @Test
  void imagesInTheFormatOfDockerArePulledToo() throws IOException {
    tools
        .run(
            "skopeo",
            "copy",
            "--quiet",
            "--format=v2s2",
            "--dest-tls-verify=false",
            "oci:" + directory + "/made:v1",
            "docker://" + registry.address() + "/docker:latest")
        .successfully();

    pull("docker", "docker", client(Optional.empty()));

    assertEquals("two\n", Files.readString(machines.resolve("docker/srv/second")));
  }

  @Test
  void whatJbuildPushesIsReadByOthersAlsoInSeveralPieces() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree/etc")).getParent();
    byte[] noise = new byte[9 << 20];
    new Random(5).nextBytes(noise);
    Files.write(tree.resolve("etc/noise"), noise);
    String name = registry.address() + "/trees/noise:1";
    Path scratch = directory.resolve("scratch");
    // As of somebody who was killed.
    Files.createDirectories(scratch.resolve(".#jbuild-0/layout"));

    Digest digest =
        OciPush.tree(
            tree, scratch, ImageReference.parse(name), client(Optional.empty()), Progress.SILENT);

    String seen =
        tools
            .run(
                "skopeo",
                "inspect",
                "--tls-verify=false",
                "--format={{.Digest}}",
                "docker://" + name)
            .successfully()
            .output();
    assertEquals(digest + "\n", seen);
    assertEquals(List.of(), List.of(scratch.toFile().list()));
    copy("docker://" + name, "oci:" + directory + "/copied:1");
    tools
        .run(
            "umoci",
            "unpack",
            "--image=" + directory + "/copied:1",
            directory.resolve("unpacked").toString())
        .successfully();
    assertEquals(
        -1,
        Files.mismatch(tree.resolve("etc/noise"), directory.resolve("unpacked/rootfs/etc/noise")));
    pull("trees/noise:1@" + digest, "noise", client(Optional.empty()));
    assertEquals(
        -1, Files.mismatch(tree.resolve("etc/noise"), machines.resolve("noise/etc/noise")));
  }

  @Test
  void ofSeveralPlatformsThatOfThisHostIsPulled() throws IOException {
    Path layout = directory.resolve("several");
    LayoutWriter writer = LayoutWriter.in(layout);
    List<Descriptor> images = new ArrayList<>();
    for (Platform platform : List.of(Platform.linux("s390x"), Platform.host())) {
      ImageConfig config =
          new ImageConfig(platform, Optional.empty(), Launch.NONE, List.of(), List.of());
      images.add(writer.addImage(config, List.of()).named("x", platform));
    }
    byte[] list = new Index(MediaType.OCI_INDEX, images).json();
    writer.finish(List.of(writer.add(MediaType.OCI_INDEX, list)));
    ImageReference target = ImageReference.parse(registry.address() + "/several");

    OciPush.layout(layout, Optional.empty(), target, client(Optional.empty()), Optional.empty());

    pull("several", "several", client(Optional.empty()));
    assertTrue(Files.isDirectory(machines.resolve("several")));
    String raw =
        tools
            .run("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + target)
            .successfully()
            .output();
    assertEquals(new String(list, StandardCharsets.UTF_8), raw);
  }

  @Test
  void whoIsToLogInDoesItByOptionOrByTheFilesOfOthers() throws IOException {
    Path place = Files.createDirectory(directory.resolve("private"));
    Files.writeString(place.resolve("passwords"), LOGIN);
    String auth =
        "auth: {htpasswd: {realm: tests, path: %s}}".formatted(place.resolve("passwords"));
    try (RegistryProgram closed = RegistryProgram.start(tools, place, auth)) {
      ImageReference target = ImageReference.parse(closed.address() + "/own/tiny");
      Path layout = directory.resolve("made");
      Path file = place.resolve("auth.json");
      tools
          .run(
              "skopeo",
              "login",
              "--tls-verify=false",
              "--authfile=" + file,
              "--username=alice",
              "--password=secret",
              closed.address())
          .successfully();

      Failure refused =
          assertThrows(
              Failure.class,
              () ->
                  OciPush.layout(
                      layout,
                      Optional.empty(),
                      target,
                      client(Optional.empty()),
                      Optional.empty()));
      Failure wrong =
          assertThrows(
              Failure.class,
              () ->
                  OciPush.layout(
                      layout,
                      Optional.empty(),
                      target,
                      client(Optional.of(new Login("alice", "x"))),
                      Optional.empty()));
      OciPush.layout(
          layout,
          Optional.empty(),
          target,
          client(Optional.of(new Login("alice", "secret"))),
          Optional.empty());
      Client noted =
          new Client(
              new Proxies(Map.of()),
              new LoginFiles(Map.of("REGISTRY_AUTH_FILE", file.toString())),
              Optional.empty(),
              true,
              Progress.SILENT);
      OciPull.run(target, noted, plan("own"));

      assertAll(
          () -> assertEquals(ExitStatus.NETWORK, refused.status()),
          () -> assertTrue(refused.why().startsWith("the registry answers 401"), refused.why()),
          () -> assertTrue(refused.fix().contains("--creds"), refused.fix()),
          () -> assertTrue(wrong.why().startsWith("the registry answers 401"), wrong.why()),
          () -> assertEquals("two\n", Files.readString(machines.resolve("own/srv/second"))));
    }
  }

  @Test
  void layersOfAnotherRepositoryAreNotSentAgain() throws IOException {
    copy("oci:" + directory + "/made:v1", "docker://" + registry.address() + "/team/first:v1");
    Path layout = directory.resolve("made-without-layers");
    tools.run("cp", "-a", directory + "/made", layout.toString()).successfully();
    Path blobs = layout.resolve("blobs/sha256");
    try (Stream<Path> files = Files.list(blobs)) {
      for (Path file : files.filter(blob -> blob.toFile().length() > 100_000).toList()) {
        Files.delete(file);
      }
    }
    ImageReference target = ImageReference.parse(registry.address() + "/team/second");

    OciPush.layout(
        layout, Optional.empty(), target, client(Optional.empty()), Optional.of("team/first"));

    pull("team/second", "second", client(Optional.empty()));
    assertEquals("two\n", Files.readString(machines.resolve("second/srv/second")));
  }

  @Test
  void whatIsNotThereIsNamedAndNothingIsLeft() {
    Failure missing =
        assertThrows(
            Failure.class, () -> pull("nobody/nothing", "nothing", client(Optional.empty())));

    assertEquals("cannot pull " + registry.address() + "/nobody/nothing:latest", missing.what());
    assertTrue(missing.why().startsWith("the registry answers 404"), missing.why());
    assertFalse(Files.exists(machines.resolve("nothing")));
  }

  private static void copy(String from, String to) {
    tools
        .run(
            "skopeo",
            "copy",
            "--quiet",
            "--src-tls-verify=false",
            "--dest-tls-verify=false",
            from,
            to)
        .successfully();
  }

  private static Client client(Optional<Login> login) {
    return new Client(
        new Proxies(Map.of()), new LoginFiles(Map.of()), login, true, Progress.SILENT);
  }

  private static void pull(String image, String name, Client client) {
    OciPull.run(ImageReference.parse(registry.address() + "/" + image), client, plan(name));
  }

  private static ImportPlan plan(String name) {
    ImageStore store = new ImageStore(StorePlaces.of(List.of(machines), machines));
    return new ImportPlan(store, new ImageName(name), false, false, Progress.SILENT);
  }
}
