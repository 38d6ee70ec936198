package jbuild.builder.distribution.pacman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import jbuild.builder.plan.ProgramFailure;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines are pacman's own, of 6.0.2 and 7.0.0. */
class PacmanErrorsTest {
  private static final ProgramFailure FAILURE =
      new ProgramFailure(
          "pacman failed", "it ended with exit status 1", "see the log", List.of("the end"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          error: failed retrieving file 'a-1-any.pkg.tar.zst.sig' from disk : Couldn't open file /a | NETWORK | cannot trust a-1-any.pkg.tar.zst | it is not signed
          error: failed retrieving file 'a-1-any.pkg.tar.zst.sig' from h:80 : The requested URL returned error: 404 | NETWORK | cannot trust a-1-any.pkg.tar.zst | it is not signed
          error: failed retrieving file 'core.db.sig' from h : The requested URL returned error: 404 | NETWORK | cannot trust the list of packages core.db | it is not signed
          :: Import PGP key AB12, "N"? [Y/n] error: key "AB12" could not be looked up remotely | NETWORK | cannot trust a package | it is signed by a key that is not known: AB12
          error: core: key "AB12" is unknown | NETWORK | cannot trust core | it is signed by a key that is not known: AB12
          error: a: key "AB12" is disabled | NETWORK | cannot trust a | it is signed by a key that the distribution has revoked: AB12
          error: a: signature from "N <n@h>" is invalid | NETWORK | cannot trust a | it was changed after N <n@h> signed it
          :: File /p/a-1-any.pkg.tar.zst is corrupted (invalid or corrupted package (checksum)). | NETWORK | cannot trust a-1-any.pkg.tar.zst | it is not what the list of packages or its signature says
          error: failed retrieving file 'a.pkg.tar.zst' from disk : Couldn't open file /a | NETWORK | cannot fetch a.pkg.tar.zst | the directory of the mirror does not have it
          error: failed retrieving file 'core.db' from h:80 : The requested URL returned error: 404 | NETWORK | cannot fetch core.db | h:80 answers with status 404
          error: failed retrieving file 'core.db' from 127.0.0.1:1 : Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server | NETWORK | cannot fetch core.db | nothing answers at 127.0.0.1:1
          error: failed retrieving file 'core.db' from h.invalid : Could not resolve host: h.invalid | NETWORK | cannot fetch core.db | there is no host h.invalid
          error: failed retrieving file 'a.pkg.tar.zst' from h : Maximum file size exceeded | NETWORK | cannot fetch a.pkg.tar.zst | h answers with something else, which is longer
          error: failed retrieving file 'core.db' from h : Operation too slow. | NETWORK | cannot fetch core.db | h: Operation too slow.
          error: failed to synchronize all databases (invalid or corrupted database (PGP signature)) | NETWORK | cannot trust a list of packages | its signature is not right
          :: unable to satisfy dependency 'b>=3' required by a | FAILED | cannot install a | it needs b>=3, which no repository has
          a: /run/jbuild/target/usr/bin/bash exists in filesystem (owned by bash) | FAILED | cannot install a | /usr/bin/bash is there already, and belongs to another package or to none: bash
          /run/jbuild/target/usr/bin/bash exists in both 'bash' and 'a' | FAILED | cannot install bash and a | both have /usr/bin/bash
          :: a-b-1.0-1 and c-1:2-3 are in conflict | FAILED | cannot install a-b | it does not go with c
          :: a-b and c are in conflict (d) | FAILED | cannot install a-b | it does not go with c
          :: a-b-c-2 and d-e-f are in conflict | FAILED | cannot install a-b-c-2 | it does not go with d-e-f
          error: Partition /run/jbuild/target too full: 17056 blocks needed, 7674 blocks free | FAILED | there is no room for the packages | they need 17056 blocks of the disk, and 7674 are free
          error: could not extract /usr/bin/a (Write failed) | FAILED | there is no room for the packages | /usr/bin/a could not be written
          error: failed to synchronize all databases (unable to lock database) | FAILED | cannot install packages | a script of the recipe left /var/lib/pacman/db.lck in the image
          error: failed to synchronize all databases (no servers configured for repository) | FAILED | cannot install packages | a repository of the profile has no mirror
          """)
  void saysWhatALineOfPacmanMeans(String line, ExitStatus status, String what, String why) {
    Failure failure = explained(List.of("resolving dependencies...", line));

    assertEquals(status, failure.status());
    assertEquals(what, failure.what());
    assertEquals(why, failure.why());
  }

  @Test
  void suggestsTheNearestPackage() {
    Failure failure = explained(List.of("error: target not found: htpo"));

    assertEquals("cannot install htpo", failure.what());
    assertEquals("did you mean 'htop'?", failure.fix());
  }

  @Test
  void failsWhereAScriptletDidThoughPacmanSucceeded() {
    PacmanErrors errors =
        new PacmanErrors(
            List.of(
                "installing good...",
                "installing bad...",
                "no such user",
                "error: command failed to execute correctly",
                "installing another..."));

    Failure failure = assertThrows(Failure.class, errors::requireScriptlets);

    assertEquals("the scriptlet of bad failed", failure.what());
  }

  @Test
  void namesTheHookThatFailed() {
    Failure failure =
        explained(
            List.of(
                ":: Running pre-transaction hooks...",
                "(1/2) Making room...",
                "error: command failed to execute correctly",
                "error: failed to commit transaction (failed to run transaction hooks)"));

    assertEquals("the hook \"Making room\" failed", failure.what());
  }

  @Test
  void showsTheEndOfTheLogWhereItKnowsNothingBetter() {
    Failure failure =
        new PacmanErrors(List.of("error: something new"))
            .explained(FAILURE, List.of("[ALPM] of the log"), List::of);

    assertEquals("it ended with exit status 1", failure.why());
    assertEquals(List.of("the end", "[ALPM] of the log"), failure.details());
  }

  private static Failure explained(List<String> lines) {
    return new PacmanErrors(lines).explained(FAILURE, List.of(), () -> List.of("htop", "less"));
  }
}
