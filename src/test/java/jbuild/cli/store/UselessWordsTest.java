package jbuild.cli.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.cli.progress.Display;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would do nothing is refused: somebody relies on it. */
@Tag("root")
class UselessWordsTest {
  private static final PrintWriter NOWHERE = new PrintWriter(new StringWriter());

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "pull, quay.io/a/b, VERIFY, cannot pull 'quay.io/a/b', leave out --verify",
    "pull, quay.io/a/b, KEYRING, cannot pull 'quay.io/a/b', leave out --keyring",
    "pull, quay.io/a/b, KEEP_DOWNLOAD, cannot pull 'quay.io/a/b', leave out --keep-download",
    "pull-oci, quay.io/a/b, VERIFY, cannot pull 'quay.io/a/b', leave out --verify",
    "pull, http://[::1]/a.tar, CREDS, cannot pull from 'http://[::1]/a.tar', leave out --creds",
    "pull, http://[::1]/a, TLS_VERIFY, cannot pull from 'http://[::1]/a', leave out --tls-verify"
  })
  void anOptionOfAnotherKindOfPullIsRefused(
      String verb, String word, Setting option, String what, String fix) {
    Failure failure =
        assertThrows(Failure.class, () -> run(verb, List.of(word), Map.of(option, List.of("no"))));

    refused(failure, what, fix);
  }

  @Test
  void layersOfDirectoriesAreInNoOtherRepository() {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                run(
                    "push",
                    List.of(directory.toString(), "quay.io/a/b"),
                    Map.of(Setting.MOUNT_FROM, List.of("a/c"))));

    refused(failure, "cannot push " + directory, "leave out --mount-from");
  }

  @ParameterizedTest
  @CsvSource({
    "mount 5G, cannot use '5G', 'leave it out: only create, grow and limit have one'",
    "limit, cannot limit the pool, 'name one, or - for no limit at all'"
  })
  void aPoolHasASizeWhereItMeansSomething(String words, String what, String fix) {
    Failure failure =
        assertThrows(Failure.class, () -> run("pool", List.of(words.split(" ")), Map.of()));

    refused(failure, what, fix);
  }

  @Test
  void aPoolThatIsNotThereIsNotUnmounted() {
    Failure failure = assertThrows(Failure.class, () -> run("pool", List.of("umount"), Map.of()));

    assertAll(
        () -> assertEquals("there is none", failure.why()),
        () -> assertEquals(ExitStatus.FAILED, failure.status()));
  }

  private static void refused(Failure failure, String what, String fix) {
    assertAll(
        () -> assertEquals(what, failure.what()),
        () -> assertEquals(fix, failure.fix()),
        () -> assertEquals(ExitStatus.WRONG_USAGE, failure.status()));
  }

  private int run(String verb, List<String> words, Map<Setting, List<String>> settings) {
    StoreHost host =
        new StoreHost(
            Map.of("JBUILD_MACHINES", directory.toString()),
            () -> directory,
            () -> new Display(NOWHERE, Optional::empty, Map.of()));
    return StoreVerbs.make(StoreVerbs.find(verb).orElseThrow(), host)
        .run(new Request(words, settings, false, NOWHERE, NOWHERE));
  }
}
