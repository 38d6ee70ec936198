package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What recipes come to that are more than one plain file. */
class EffectiveRecipeTest extends RecipeDirectory {
  @Test
  void laterOnesWinAmongFilesProfilesTheLocalFileAndTheCommandLine() throws IOException {
    write("a.toml", "system = {hostname = 'a', timezone = 'a', locale = 'aa_AA.UTF-8'}");
    write("b.toml", "image.include = ['a.toml']\nsystem.hostname = 'b'\nimage.version = 'b'");
    write("profiles/p.toml", "image.version = 'p'\nsystem.timezone = 'p'\nboot.zone = 'p'");
    write("web.local.toml", "system.timezone = 'local'\nboot.zone = 'local'");
    write("web.toml", "image.include = ['b.toml']\n" + dotted() + "image.version = 'web'");

    assertEquals(
        """
        [image]
        version = "p"
        name = "web"

        [distribution]
        name = "debian"
        release = "trixie"

        [system]
        hostname = "b"
        timezone = "local"
        locale = "aa_AA.UTF-8"

        [boot]
        zone = "set"
        """,
        only(request(List.of("p"), List.of("boot.zone=set"), List.of())));
  }

  @Test
  void aFileThatIsIncludedTwiceCountsOnce() throws IOException {
    write("base.toml", "packages.install = ['less']\nscripts = [{phase = 'last', run = 'a'}]");
    write("a.toml", "image.include = ['base.toml']");
    write("b.toml", "image.include = ['base.toml']\npackages.install = {remove = ['less']}");
    write("web.toml", "image.include = ['a.toml', 'b.toml', 'a.toml']\n" + dotted());

    assertEquals(
        """
        [image]
        name = "web"

        [distribution]
        name = "debian"
        release = "trixie"

        [packages]
        install = []

        [[scripts]]
        phase = "last"
        run = "a"
        """,
        only());
  }

  @Test
  void listsAddWhatIsNewAndWordsOfACommandTakeThePlaceOfOthers() throws IOException {
    write(
        "base.toml",
        "packages.install = ['less', 'vim']\nimage.outputs = ['oci']\noci.cmd = ['a', 'b']");
    write(
        "web.toml",
        "image.include = ['base.toml']\n"
            + dotted()
            + "packages.install = ['vim', 'nano']\noci.cmd = ['c']");

    assertEquals(
        """
        [image]
        outputs = ["oci"]
        name = "web"

        [distribution]
        name = "debian"
        release = "trixie"

        [packages]
        install = ["less", "vim", "nano"]

        [oci]
        cmd = ["c"]
        """,
        only());
  }

  @Test
  void listsAreEdited() throws IOException {
    write(
        "base.toml",
        """
        packages = {install = ["less", "vim"], remove = ["nano"]}
        services.enable = ["a.service", "b.service"]
        image.outputs = ["oci"]
        oci.cmd = ["a"]
        [[files]]
        path = "/a"
        content = "a"
        [[files]]
        path = "/b"
        content = "b"
        """);
    write(
        "web.toml",
        """
        image.include = ["base.toml"]
        """
            + dotted()
            + """
            packages.install = {append = ["joe", "less"], remove = ["vim"]}
            services.enable = {replace = ["c.service"]}
            oci.cmd = {append = ["a"]}
            files.remove = ["/a"]
            """);

    assertEquals(
        """
        [image]
        outputs = ["oci"]
        name = "web"

        [distribution]
        name = "debian"
        release = "trixie"

        [packages]
        install = ["less", "joe"]
        remove = ["nano"]

        [services]
        enable = ["c.service"]

        [oci]
        cmd = ["a", "a"]

        [[files]]
        path = "/b"
        content = "b"
        """,
        only());
  }

  @Test
  void tablesOfOneIdentityAreOneAndBringTheirOwnFiles() throws IOException {
    write("common/motd", "hello");
    write("issue", "hello");
    write(
        "common/base.toml",
        """
        [[files]]
        path = "/etc/motd"
        source = "motd"
        mode = "0600"
        [[files]]
        path = "/etc/issue"
        content = "base"
        mode = "0600"
        """);
    write(
        "web.toml",
        "image.include = ['common/base.toml']\n"
            + dotted()
            + "files = [{path = '/etc/issue', source = 'issue'}]");

    assertEquals(
        List.of(
            new ImageFile(
                "/etc/motd",
                new ImageFile.Content.Copy(directory.resolve("common/motd")),
                0600,
                Owner.ROOT),
            new ImageFile(
                "/etc/issue",
                new ImageFile.Content.Copy(directory.resolve("issue")),
                0600,
                Owner.ROOT)),
        reader.read(recipe).contents().files());
  }

  @Test
  void tablesCountWhenTheirConditionsHold() throws IOException {
    write(
        "web.toml",
        WEB
            + """
            [[packages]]
            when = {distribution = "debian"}
            install = ["a"]
            [[packages]]
            when = {release = ["13", "noble"]}
            install = {append = ["b"], remove = ["a"]}
            [[packages]]
            when = {distribution = "!debian"}
            install = ["c"]
            [[packages]]
            when = {release = ["!sid", "!noble"]}
            install = ["d"]
            [[packages]]
            when = {distribution = "debian", architecture = "!aarch64", release = "stable"}
            install = ["e"]
            """
            + "[[files]]\nwhen = {release = 'sid'}\npath = '/a'\ncontent = ''\n"
            + "[services]\nwhen = {distribution = 'ubuntu'}\nenable = ['a.service']\n");

    Recipe read = reader.read(request(List.of(), List.of(arch("amd64")), List.of()));

    assertEquals(List.of("b", "d", "e"), read.packages().install());
    assertEquals(List.of(), read.contents().files());
    assertEquals(List.of(), read.services().enable());
  }

  @Test
  void namesInTextsBecomeWhatTheyStandFor() throws IOException {
    write("base.toml", "vars = {WHO = 'base', GREETING = 'hello ${WHO}'}");
    write(
        "web.toml",
        "image.include = ['base.toml']\n"
            + dotted()
            + """
            vars.WHO = "web"
            system.hostname = "${image.name}-${distribution.release}"
            packages.install = ["${image.name}", "x"]
            files = [{path = "/etc/${image.name}", content = "${GREETING} $${HOME} $HOME ${env:COLOR} ${env:NONE:-red}"}]
            scripts = [{phase = "last", run = "echo ${WHO} ${HOME} $${WHO} ${x:-y} ${"}]
            """);

    Recipe read = reader.read(recipe);

    assertAll(
        () -> assertEquals("web-trixie", read.system().hostname()),
        () -> assertEquals(List.of("web", "x"), read.packages().install()),
        () -> assertEquals("/etc/web", read.contents().files().get(0).path()),
        () ->
            assertEquals(
                new ImageFile.Content.Text("hello web ${HOME} $HOME blue red"),
                read.contents().files().get(0).content()),
        () -> assertEquals("echo web ${HOME} ${WHO} ${x:-y} ${", read.scripts().get(0).run()));
  }

  @Test
  void listsCompareWhatTextsHaveBecome() throws IOException {
    write("base.toml", "packages.install = ['linux-6', 'less']");
    write(
        "web.toml",
        "image.include = ['base.toml']\nvars.V = '6'\n"
            + dotted()
            + "packages.install = {remove = ['linux-${V}']}");

    assertEquals(List.of("less"), reader.read(recipe).packages().install());
  }

  @Test
  void wordsOfTheCommandLineAreTomlOrWhatTheKeyCanBe() throws IOException {
    write("web.toml", WEB + "[packages]\ninstall = ['less']\n[vars]\nV = 'a'\n");

    assertEquals(
        """
        [image]
        name = "web"
        version = "2026.10"
        bootable = false
        outputs = ["tar"]

        [distribution]
        name = "debian"
        release = "12"

        [packages]
        install = ["vim"]
        remove = ["x", "y"]

        [system]
        hostname = "1-b"
        """,
        only(
            request(
                List.of(),
                List.of(
                    "image.version=2026.10",
                    "image.bootable=false",
                    "image.outputs=tar",
                    "distribution.release=\"12\"",
                    "packages.install={replace=[\"vim\"]}",
                    "packages.remove=[\"x\", 'y']",
                    "vars.V=1",
                    "system.hostname=${V}-b"),
                List.of())));
  }

  @Test
  void profilesAreTablesOfTheRecipeOrFilesBesideItOrOfTheUserOrOfJbuild() throws IOException {
    write("profiles/beside.toml", "packages.install = ['beside']");
    write("home/.config/jbuild/profiles/beside.toml", "packages.install = ['no']");
    write("home/.config/jbuild/profiles/own.toml", "packages.install = ['own']");
    write(
        "web.toml",
        WEB.replace("\"web\"", "\"web\"\nprofiles = ['inner', 'beside']")
            + "[profile.inner]\npackages.install = ['inner']\n");

    Recipe read = reader.read(request(List.of("own", "ssh"), List.of(), List.of()));

    assertEquals(List.of("inner", "beside", "own", "openssh-server"), read.packages().install());
    assertEquals(List.of("ssh.service"), read.services().enable());
  }
}
