package jbuild.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that ARCHITECTURE.md gives, held against the code. */
class ArchitectureTest {
  private static final int LONGEST_FILE = 400;
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("jbuild");

  @Test
  void modulesDependOneWay() {
    noClasses()
        .that()
        .resideInAPackage("jbuild.runner..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jbuild.builder..", "jbuild.cli..")
        .check(CODE);
    noClasses()
        .that()
        .resideInAPackage("jbuild.builder..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jbuild.cli..")
        .check(CODE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(CODE);
  }

  @Test
  void onlyTheKernelPackageSeesNativeCode() {
    noClasses()
        .that()
        .resideOutsideOfPackage("jbuild.runner.linux..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.jna..")
        .check(CODE);
  }

  @Test
  void onlyTheForwarderSeesTheLibraryForDns() {
    noClasses()
        .that()
        .resideOutsideOfPackage("jbuild.runner.network.dns")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.xbill..", "org.slf4j..")
        .check(CODE);
  }

  @Test
  void onlyTheCommandLineSeesItsParser() {
    noClasses()
        .that()
        .resideOutsideOfPackage("jbuild.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CODE);
  }

  @Test
  void oneClassReadsTomlAndOneJson() {
    assertEquals(
        List.of("jbuild.builder.oci.Json", "jbuild.builder.recipe.language.Toml"),
        usersOf("com.fasterxml.jackson"));
  }

  @Test
  void oneClassReadsYaml() {
    assertEquals(List.of("jbuild.builder.distribution.Yaml"), usersOf("org.yaml.snakeyaml"));
  }

  @Test
  void onlyTheCommandLineTalksToTheUser() {
    noClasses()
        .that()
        .resideOutsideOfPackage("jbuild.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "console")
        .check(CODE);
  }

  @Test
  void programsAreStartedInMachinesOnly() {
    noClasses()
        .that()
        // Where the kernel has no nf_tables there is no other way to its packet filter.
        .doNotHaveFullyQualifiedName("jbuild.runner.network.nft.Iptables")
        .and()
        // The user's own editor: that of the host.
        .doNotHaveFullyQualifiedName("jbuild.cli.store.Editor")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .check(CODE);
  }

  @Test
  void noSourceFileHidesASecondConcept() throws IOException {
    TreeSet<String> tooLong = new TreeSet<>();
    List<Path> files = sources();
    for (Path file : files) {
      long lines = Files.readString(file).lines().count();
      if (lines > LONGEST_FILE) {
        tooLong.add(file.getFileName() + " has " + lines);
      }
    }

    assertFalse(files.isEmpty());
    assertEquals(new TreeSet<>(), tooLong);
  }

  /** Each package by itself: a package and those below it may not need each other either. */
  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  private static List<String> usersOf(String library) {
    return CODE.stream()
        .filter(
            type ->
                type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(use -> use.getTargetClass().getPackageName().startsWith(library)))
        .map(ArchitectureTest::outermost)
        .distinct()
        .sorted()
        .toList();
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getName());
  }

  private static List<Path> sources() throws IOException {
    // Maven runs the tests of a module in the module's directory.
    Path home = Path.of("").toAbsolutePath().getParent();
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !home.relativize(file).toString().contains("target/"))
          .toList();
    }
  }
}
