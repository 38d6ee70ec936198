package jbuild.comparison.rows;

import java.util.List;
import jbuild.comparison.rows.Case.Basis;

/**
 * A row of the table of options, and what shows that it is true.
 *
 * @param option as messages call it
 */
public record Row(String option, List<Case> cases) {
  public Row {
    cases = List.copyOf(cases);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("nothing shows what it does: " + option);
    }
  }

  static Row of(String option, Case... cases) {
    return new Row(option, List.of(cases));
  }

  /** What it is held against. */
  public String comparedWith() {
    boolean original = cases.stream().anyMatch(one -> one.basis() == Basis.ORIGINAL);
    boolean reference = cases.stream().anyMatch(one -> one.basis() == Basis.REFERENCE);
    return original && reference
        ? Basis.ORIGINAL + ", " + Basis.REFERENCE
        : cases.get(0).basis().toString();
  }

  @Override
  public String toString() {
    return option;
  }
}
