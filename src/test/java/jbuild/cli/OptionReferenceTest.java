package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.comparison.rows.Rows;
import jbuild.runner.nspawn.OptionReference;
import org.junit.jupiter.api.Test;

class OptionReferenceTest {
  @Test
  void theDocumentHasTheTableOfTheProgram() throws IOException {
    String document = Files.readString(Path.of("../docs/nspawn-options.md"));

    assertEquals(
        OptionReference.table(option -> Rows.of(option.shown()).comparedWith()),
        document.substring(document.indexOf("| option |")),
        "copy the expected text");
  }
}
