package jbuild.builder.recipe;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.recipe.language.Problems;

/** Days of which nobody has kept what a distribution was. */
record SnapshotRules(Problems problems) {
  void check(DistributionProfile profile, Map<String, ?> table) {
    if (!table.containsKey(Key.SNAPSHOT.name())) {
      return;
    }
    if (profile.snapshots().names().isEmpty()) {
      problems.report(
          Key.SNAPSHOT.place(),
          "nobody keeps what " + profile.name() + " was on a day",
          "leave it out, or name a mirror that has that state");
    } else {
      Key.SNAPSHOT.valueIfRight(table).flatMap(day -> day).ifPresent(day -> checkDay(profile, day));
    }
    for (Key<?> other : List.of(Key.MIRROR, Key.SECURITY_MIRROR)) {
      if (table.containsKey(other.name())) {
        problems.report(
            Key.SNAPSHOT.place(),
            "'%s' does not go with '%s' at %s"
                .formatted(Key.SNAPSHOT.path(), other.path(), problems.place(other.place())),
            "decide for one of them");
      }
    }
  }

  private void checkDay(DistributionProfile profile, LocalDate day) {
    Optional<LocalDate> first = profile.snapshots().first();
    if (first.filter(day::isBefore).isPresent()) {
      problems.report(
          Key.SNAPSHOT.place(),
          "nobody has kept what " + profile.name() + " was on " + day,
          "write a day from " + first.get() + " on");
    } else if (day.isAfter(LocalDate.now(ZoneOffset.UTC))) {
      problems.report(
          Key.SNAPSHOT.place(),
          "nobody knows what " + profile.name() + " will be on " + day,
          "write a day that has begun, in Greenwich");
    }
  }
}
