package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClosureTest {
  private final StringBuilder index = new StringBuilder();

  @Test
  void followsDependenciesThroughVersionsAndArchitectures() {
    stanza("app", "Depends: lib:any (>= 2~), data [amd64]", "Pre-Depends: init");
    stanza("lib");
    stanza("data", "Depends: app");
    stanza("init");

    assertEquals(List.of("app", "init", "lib", "data"), closure("app"));
  }

  @Test
  void takesTheFirstAlternativeThatExists() {
    stanza("app", "Depends: gone | here | there");
    stanza("here");
    stanza("there");

    assertEquals(List.of("app", "here"), closure("app"));
  }

  @Test
  void takesNothingMoreWhereOneAlternativeIsChosenAnyway() {
    stanza("app", "Depends: here | there");
    stanza("here");
    stanza("there");

    assertEquals(List.of("app", "there"), closure("app", "there"));
  }

  @Test
  void takesAPackageThatProvidesWhatIsWanted() {
    stanza("app", "Depends: mail-agent");
    stanza("postfix", "Provides: mail-agent (= 1), other");

    assertEquals(List.of("app", "postfix"), closure("app"));
  }

  @Test
  void leavesOutWhatIsRefused() {
    stanza("app", "Depends: wget, lib");
    stanza("wget");
    stanza("lib");

    assertEquals(
        List.of("app", "lib"),
        List.copyOf(new Closure(suite(), Set.of("wget")).add(List.of("app")).packages().keySet()));
  }

  @Test
  void leavesOutWhatTheSuiteDoesNotHave() {
    stanza("app", "Depends: gone");

    assertEquals(List.of("app"), closure("app", "unknown"));
  }

  @Test
  void knowsWhatEverySystemHas() {
    stanza("base-files", "Essential: yes", "Priority: required");
    stanza("apt", "Priority: required");
    stanza("vim", "Priority: optional");

    assertEquals(List.of("base-files", "apt"), suite().required());
  }

  private List<String> closure(String... names) {
    return new ArrayList<>(new Closure(suite(), Set.of()).add(List.of(names)).packages().keySet());
  }

  private Suite suite() {
    PackageIndex packages = PackageIndex.of(URI.create("file:/Packages"), index.toString());
    String path = "main/binary-amd64/Packages";
    IndexFile file = new IndexFile(path, packages, path, Path.of("Packages"));
    return new Suite("stable", URI.create("http://mirror.jbuild.invalid"), Map.of(), List.of(file));
  }

  private void stanza(String name, String... fields) {
    index.append("Package: ").append(name).append("\nVersion: 1\nArchitecture: amd64\n");
    List.of(fields).forEach(field -> index.append(field).append('\n'));
    index.append("Description: text\n Package: none\nFilename: pool/").append(name);
    index.append(".deb\nSize: 1\nSHA256: ").append("0".repeat(64)).append("\n\n");
  }
}
