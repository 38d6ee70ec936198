package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetoptTest {
  private final List<String> given = new ArrayList<>();

  @Test
  void stopsAtTheFirstWordThatIsNoOption() {
    List<String> rest = parse("-b", "init", "--quiet", "-x");

    assertEquals(List.of("--boot"), given);
    assertEquals(List.of("init", "--quiet", "-x"), rest);
  }

  @Test
  void stopsBehindTwoDashes() {
    List<String> rest = parse("--quiet", "--", "-x", "--");

    assertEquals(List.of("--quiet"), given);
    assertEquals(List.of("-x", "--"), rest);
  }

  @Test
  void takesOneDashForAWord() {
    assertEquals(List.of("-", "-b"), parse("-", "-b"));
  }

  @Test
  void readsLettersThatAreWrittenTogether() {
    parse("-qbD/x", "-xM", "web");

    assertEquals(
        List.of("--quiet", "--boot", "--directory=/x", "--ephemeral", "--machine=web"), given);
  }

  @Test
  void takesRequiredValuesFromTheNextWordWhateverItLooksLike() {
    parse("--machine", "--boot", "--setenv=A=1=2", "-E", "");

    assertEquals(List.of("--machine=--boot", "--setenv=A=1=2", "--setenv="), given);
  }

  @Test
  void takesOptionalValuesOnlyBehindAnEqualsSign() {
    List<String> rest = parse("--volatile=", "--private-users", "pick");

    assertEquals(List.of("--volatile=", "--private-users"), given);
    assertEquals(List.of("pick"), rest);
  }

  @Test
  void takesTheNameOfAUserAlsoFromTheNextWord() {
    List<String> rest = parse("--user", "ada", "--user", "--user=bob", "--user", "/bin/sh");

    assertEquals(List.of("--user=ada", "--user", "--user=bob", "--user"), given);
    assertEquals(List.of("/bin/sh"), rest);
  }

  @Test
  void completesNamesThatCanMeanOneOnly() {
    parse("--mach=web", "--bind", "/srv", "--no-p");

    assertEquals(List.of("--machine=web", "--bind=/srv", "--no-pager"), given);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--foo | unrecognized option '--foo'",
        "--foo=x | unrecognized option '--foo'",
        "--machine | option '--machine' requires an argument",
        "-M | option requires an argument -- 'M'",
        "-k | invalid option -- 'k'",
        "-bk | invalid option -- 'k'",
        "--boot=x | option '--boot' doesn't allow an argument",
        "--private-n=x | option '--private-network' doesn't allow an argument",
        "--network-i | option '--network-i' is ambiguous; possibilities: '--network-interface'"
            + " '--network-ipvlan'",
      })
  void saysWhatIsWrongInTheWordsOfTheLibrary(String word, String why) {
    WrongOption failure = assertThrows(WrongOption.class, () -> parse(word));

    assertEquals("program: " + why, failure.getMessage());
  }

  @Test
  void readsNoFurtherWhenTheSinkHasEnough() {
    Draft draft = new Draft(new Surroundings(Map.of(), "host"));

    List<String> rest =
        new Getopt("program", Options.all(), draft)
            .parse(List.of("--console=help", "--no-such-option"));

    assertEquals("autopipe\ninteractive\npassive\npipe\nread-only\n", draft.asked().orElseThrow());
    assertEquals(List.of("--no-such-option"), rest);
  }

  private List<String> parse(String... words) {
    Getopt.Sink sink =
        new Getopt.Sink() {
          @Override
          public boolean option(Option option, String value) {
            return given.add(option.shown() + "=" + value);
          }

          @Override
          public boolean option(Option option) {
            return given.add(option.shown());
          }
        };
    return new Getopt("program", Options.all(), sink).parse(List.of(words));
  }
}
