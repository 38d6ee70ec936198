package jbuild.comparison.rows;

import java.util.ArrayList;
import java.util.List;

/** The rows of all options, in the order of the table. */
public final class Rows {
  private Rows() {}

  public static List<Row> all() {
    List<Row> all = new ArrayList<>();
    all.addAll(GenericRows.all());
    all.addAll(ImageRows.all());
    all.addAll(ExecutionRows.all());
    all.addAll(UsersRows.all());
    all.addAll(NetworkRows.all());
    all.addAll(SecurityRows.all());
    all.addAll(ResourceRows.all());
    all.addAll(IntegrationRows.all());
    all.addAll(ConsoleRows.all());
    all.addAll(MountRows.all());
    return all;
  }

  /** The row of an option. */
  public static Row of(String option) {
    for (Row row : all()) {
      if (row.option().equals(option)) {
        return row;
      }
    }
    throw new IllegalArgumentException("no row: " + option);
  }
}
