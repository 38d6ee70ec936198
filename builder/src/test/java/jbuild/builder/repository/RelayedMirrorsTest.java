package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayedMirrorsTest {
  private final RelayedMirrors mirrors = new RelayedMirrors();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://repo.test/arch/core.db       | https://repo.test/arch/core.db",
        "http://repo.test/arch/own/own.db?a  | http://ada:pw@repo.test/arch/own/own.db?a",
        "http://repo.test/arch/owner.db      | https://repo.test/arch/owner.db",
        "http://repo.test:8080/arch/core.db  | http://bob:pw@repo.test:8080/arch/core.db",
        "http://repo.test/both/core.db       | https://repo.test/both/core.db",
      })
  void eachOfSeveralOnOneHostIsAskedInItsOwnWay(String asked, String real) {
    mirrors.add(URI.create("https://repo.test/arch"));
    mirrors.add(URI.create("http://ada:pw@repo.test/arch/own"));
    mirrors.add(URI.create("http://bob:pw@repo.test:8080/arch/"));
    mirrors.add(URI.create("http://eve:pw@repo.test/both"));
    mirrors.add(URI.create("https://repo.test/both"));

    assertEquals(Optional.of(URI.create(real)), mirrors.real(URI.create(asked)));
  }

  @Test
  void whatNoneOfThemHasIsNotAsked() {
    mirrors.add(URI.create("https://repo.test/arch"));
    mirrors.add(URI.create("http://ada:pw@repo.test/own"));

    assertEquals(Optional.empty(), mirrors.real(URI.create("http://repo.test/other/core.db")));
    assertEquals(Optional.empty(), mirrors.real(URI.create("http://other.test/arch/core.db")));
    assertEquals(Optional.empty(), mirrors.real(URI.create("/arch/core.db")));
  }

  @Test
  void theOnlyOneOfAHostIsAskedForAllThere() {
    mirrors.add(URI.create("https://ada:pw@repo.test/arch/os"));

    assertEquals(
        Optional.of(URI.create("https://ada:pw@repo.test/arch/pool/a.rpm")),
        mirrors.real(URI.create("http://repo.test/arch/pool/a.rpm")));
  }
}
