package jbuild.builder.recipe.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private static final Facts TRIXIE =
      new Facts(
          Map.of(
              "distribution", Set.of("debian"),
              "release", Set.of("trixie", "13", "stable"),
              "architecture", Set.of("amd64", "x86_64")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{distribution = 'debian'} | true",
        "{distribution = 'ubuntu'} | false",
        "{distribution = ['ubuntu', 'debian']} | true",
        "{distribution = '!debian'} | false",
        "{distribution = '!ubuntu'} | true",
        "{distribution = ['!ubuntu', '!debian']} | false",
        "{release = ['stable', '!trixie']} | false",
        "{release = ['sid', '!noble']} | false",
        "{release = '13', architecture = 'x86_64'} | true",
        "{release = '13', architecture = 'arm64'} | false",
      })
  void holdsWhenAllOfItIsTrue(String when, boolean expected) {
    assertEquals(Optional.of(expected), read(when).map(condition -> condition.holds(TRIXIE)));
  }

  @Test
  void whatIsNotKnownIsNothing() {
    Facts nothing = new Facts(Map.of());

    assertEquals(Optional.of(false), read("{release = '13'}").map(each -> each.holds(nothing)));
    assertEquals(Optional.of(true), read("{release = '!13'}").map(each -> each.holds(nothing)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'debian'", "{}", "{distribution = []}", "{distribution = ''}", "{os = 'debian'}"})
  void whatIsNoConditionIsNone(String when) {
    assertEquals(Optional.empty(), read(when));
  }

  private static Optional<Condition> read(String when) {
    Source source = new Source(Path.of("web.toml"), "when = " + when);
    Node node = ((Node.Fields) Node.of(Toml.parse(source), Origin.of(source))).find("when").get();
    return Condition.read(node, new SmallWorld(), new Problems(source));
  }

  /** One that knows two distributions. */
  private record SmallWorld() implements World {
    @Override
    public Set<String> distributions() {
      return Set.of("debian", "ubuntu");
    }

    @Override
    public Set<String> releases() {
      return Set.of("trixie", "13", "stable", "sid", "noble");
    }

    @Override
    public Set<String> release(String distribution, String release) {
      return Set.of(release);
    }

    @Override
    public Set<String> architectures() {
      return Set.of("amd64", "x86_64", "arm64");
    }

    @Override
    public Set<String> architecture(Optional<String> architecture) {
      return Set.of("amd64");
    }
  }
}
