package jbuild.builder.check;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.distribution.DebianFacts;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.PackageRepository;
import jbuild.builder.distribution.PacmanFacts;
import jbuild.builder.distribution.Release;
import jbuild.builder.distribution.RpmFacts;
import jbuild.builder.distribution.SuitePlace;
import jbuild.builder.distribution.ToolFacts;
import jbuild.builder.distribution.debian.SuiteMirrors;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.repository.Credentials;
import jbuild.builder.repository.Limits;
import jbuild.builder.repository.MirrorProbe;
import jbuild.builder.repository.NetworkFailure;
import jbuild.builder.repository.Proxies;
import jbuild.builder.repository.TrustedKeys;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Asks the mirrors of a recipe whether they have what it needs, all at once.
 *
 * @param environment where proxies are found
 */
public record MirrorCheck(
    DistributionProfiles profiles, Map<String, String> environment, Limits limits, Clock clock) {
  /** Who asks waits: one try, and not for long. */
  public static final Limits SOON =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          1,
          1,
          Duration.ZERO);

  private static final String DOWNLOAD = "correct its address below [[downloads]]";

  /** What a mirror has said, or what is wrong with it. */
  public record Answer(String text, Optional<Failure> failure) {}

  /** What is wrong with the files of this host that connections need; nobody is asked. */
  public List<Failure> problems() {
    return new Credentials(environment).problems();
  }

  /** The answers, in the order of the repositories; then those for single files. */
  public List<Answer> answers(Recipe recipe) {
    Recipe.Distribution wanted = recipe.distribution();
    DistributionProfile profile = profiles.find(wanted.name()).orElseThrow();
    Release release = profile.release(wanted.release()).orElseThrow();
    boolean mayBeExpired = profile.mayExpire() && wanted.acceptExpired();
    TrustedKeys keys = TrustedKeys.of(profile.keys(release), clock, mayBeExpired);
    MirrorProbe probe = new MirrorProbe(limits, new Proxies(environment), clock);
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    List<Supplier<String>> questions = questions(new Place(profile, release, wanted), probe, keys);
    questions.addAll(added(profile.facts(), wanted, probe));
    recipe
        .contents()
        .downloads()
        .forEach(file -> questions.add(blaming(DOWNLOAD, () -> probe.file(file.url()))));
    questions.forEach(question -> asked.add(CompletableFuture.supplyAsync(() -> answer(question))));
    return asked.stream().map(CompletableFuture::join).toList();
  }

  /** About the repositories that the recipe brings. */
  private List<Supplier<String>> added(
      ToolFacts facts, Recipe.Distribution wanted, MirrorProbe probe) {
    List<Supplier<String>> questions = new ArrayList<>();
    for (AddedRepository each : wanted.repositories()) {
      if (facts.hasSuites()) {
        for (String suite : each.suites()) {
          questions.add(blaming(each, () -> probe.suite(each.address(), suite, key(each), false)));
        }
      } else {
        URI address =
            facts instanceof PacmanFacts ? each.addressFor(wanted.architecture()) : each.address();
        Supplier<String> index =
            facts instanceof PacmanFacts
                ? () -> database(each, address, probe)
                : () -> probe.metadata(address, each.needsSignedIndex(), key(each));
        questions.add(
            () -> {
              each.validKey();
              return blaming(each, index).get();
            });
      }
    }
    return questions;
  }

  private TrustedKeys key(AddedRepository repository) {
    return TrustedKeys.of(List.of(repository.key()), clock);
  }

  private String database(AddedRepository repository, URI address, MirrorProbe probe) {
    return repository.needsSignedIndex()
        ? probe.signedDatabase(address, repository.name(), key(repository))
        : probe.database(address, repository.name());
  }

  private static Supplier<String> blaming(AddedRepository repository, Supplier<String> question) {
    return blaming(
        "correct address, key and fingerprint of the repository " + repository.name(), question);
  }

  /** What a recipe brings itself has no other mirror; troubles on the way are everybody's. */
  private static Supplier<String> blaming(String fix, Supplier<String> question) {
    return () -> {
      try {
        return question.get();
      } catch (Failure failure) {
        boolean missing = failure instanceof NetworkFailure network && network.isAboutMissing();
        boolean onTheWay = failure.getCause() != null && !missing;
        if (onTheWay || failure.status() != ExitStatus.NETWORK) {
          throw failure;
        }
        throw new Failure(
            failure.status(), failure.what(), failure.why(), fix, failure.details(), failure);
      }
    };
  }

  private static Answer answer(Supplier<String> question) {
    try {
      return new Answer(question.get(), Optional.empty());
    } catch (Failure failure) {
      return new Answer("", Optional.of(failure));
    }
  }

  /** What is asked for: a release of a distribution, as a recipe names it. */
  private record Place(DistributionProfile profile, Release release, Recipe.Distribution wanted) {
    URI of(PackageRepository repository) {
      URI mirror =
          wanted
              .mirror()
              .or(wanted::borrowed)
              .orElseGet(() -> profile.mirror(release, repository.mirror()));
      return repository.address(mirror, release, wanted.architecture());
    }

    SuiteMirrors suites() {
      return SuiteMirrors.of(profile, release, wanted.mirrors(), wanted.borrowed());
    }
  }

  private static List<Supplier<String>> questions(
      Place place, MirrorProbe probe, TrustedKeys keys) {
    ToolFacts facts = place.profile().facts();
    List<Supplier<String>> questions = new ArrayList<>();
    if (facts instanceof DebianFacts debian) {
      SuiteMirrors mirrors = place.suites();
      for (SuitePlace suite : debian.suites().get(place.release().name())) {
        boolean mayBeExpired = place.wanted().acceptExpired();
        questions.add(() -> probe.suite(mirrors.of(suite), suite.name(), keys, mayBeExpired));
      }
    } else if (facts instanceof RpmFacts rpm) {
      for (PackageRepository each : rpm.repositories()) {
        if (each.isOf(place.release())) {
          questions.add(() -> probe.metadata(place.of(each), each.signedMetadata(), keys));
        }
      }
    } else if (facts instanceof PacmanFacts pacman) {
      for (PackageRepository each : pacman.repositories()) {
        if (place.wanted().components().contains(each.name())) {
          questions.add(() -> probe.database(place.of(each), each.name()));
        }
      }
    }
    return questions;
  }
}
