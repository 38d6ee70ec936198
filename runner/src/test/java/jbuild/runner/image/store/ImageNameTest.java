package jbuild.runner.image.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  private static final int NAMES = 500;

  @ParameterizedTest
  @ValueSource(strings = {"web", ".hidden", "a.b", "web-1", "with space", "Ä", "-n", "web_1+3-0"})
  void isOneThatAFileCanHave(String name) {
    assertEquals(name, ImageName.read(name).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/",
        "a/b",
        "../web",
        "/etc",
        ".#web",
        "a\nb",
        "a\u001b[2J",
        "\u0000"
      })
  void isNoPathAndNothingThatATerminalObeys(String name) {
    Failure failure = assertThrows(Failure.class, () -> ImageName.read(name));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm.v", "sm.raw", "sm.raw.v", "sm.mstack", "sm.nspawn", "sm.roothash"})
  void ofANewImageDoesNotEndLikeSomethingElse(String name) {
    Failure failure = assertThrows(Failure.class, () -> ImageName.readNew(name));

    assertAll(
        () -> assertEquals(ExitStatus.WRONG_USAGE, failure.status()),
        () -> assertTrue(failure.why().startsWith("Image name " + name + " is not valid: ")),
        () -> assertEquals("sm.v1", ImageName.readNew("sm.v1").value()),
        () -> assertEquals(name, ImageName.read(name).value()));
  }

  @Test
  void isShortEnoughForTheFilesThatBelongToTheImage() {
    assertAll(
        () -> assertTrue(ImageName.isValid("x".repeat(240))),
        () -> assertFalse(ImageName.isValid("x".repeat(241))),
        () -> assertFalse(ImageName.isValid("Ä".repeat(121))));
  }

  @Test
  void ofAFileIsItsTextWhenItIsOne() {
    assertAll(
        () -> assertEquals(Optional.of(new ImageName("web")), ImageName.of(BytePath.of("web"))),
        () ->
            assertEquals(
                Optional.empty(), ImageName.of(BytePath.of(new byte[] {'a', (byte) 0xff}))));
  }

  /** Each has something in it that no name may have. */
  @Test
  void isNotOneOfManyThatMeanHarm() {
    Random random = new Random(5);
    String[] harm = {"/", "\n", "\r", "\t", "\u001b", "\u007f", "\u0085", "\u0000", "\ud800"};

    for (int i = 0; i < NAMES; i++) {
      StringBuilder name = new StringBuilder();
      random.ints(random.nextInt(8), 'a', 'z').forEach(c -> name.append((char) c));
      name.insert(random.nextInt(name.length() + 1), harm[i % harm.length]);
      assertFalse(ImageName.isValid(name.toString()), () -> name.toString());
    }
  }
}
