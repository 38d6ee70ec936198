package jbuild.comparison.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import jbuild.runner.nspawn.Option;
import jbuild.runner.nspawn.Options;
import org.junit.jupiter.api.Test;

class RowsTest {
  @Test
  void everyOptionHasOneRow() {
    List<String> options = new ArrayList<>();
    for (Option option : Options.all()) {
      options.add(option.shown());
    }
    List<String> rows = new ArrayList<>();
    for (Row row : Rows.all()) {
      rows.add(row.option());
    }

    assertEquals(options.stream().sorted().toList(), rows.stream().sorted().toList());
  }
}
