package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VerbsTest {
  @Test
  void doWithoutImagesWhereTheyOnlySaySomething() {
    assertAll(
        () -> assertFalse(Verbs.useImages()),
        () -> assertFalse(Verbs.useImages("--help")),
        () -> assertFalse(Verbs.useImages("--debug", "doctor")),
        () -> assertFalse(Verbs.useImages("completion")),
        () -> assertFalse(Verbs.useImages("check", "web.toml")),
        () -> assertFalse(Verbs.useImages("plan", "web.toml")),
        () -> assertFalse(Verbs.useImages("explain", "image")),
        () -> assertFalse(Verbs.useImages("schema")),
        () -> assertFalse(Verbs.useImages("pool", "status")),
        () -> assertFalse(Verbs.useImages("run", "web", "--help")),
        () -> assertFalse(Verbs.useImages("nspawn", "--version")));
  }

  @Test
  void useImagesWhateverThePayloadIsCalled() {
    assertAll(
        () -> assertTrue(Verbs.useImages("run", "web", "--", "ls", "--help")),
        () -> assertTrue(Verbs.useImages("nspawn", "-M", "web", "ls", "--help")),
        () -> assertTrue(Verbs.useImages("web.toml")),
        () -> assertTrue(Verbs.useImages("--debug", "boot", "web")),
        () -> assertTrue(Verbs.useImages("machinectl", "list-images")));
  }
}
