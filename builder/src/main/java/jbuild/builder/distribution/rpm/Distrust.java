package jbuild.builder.distribution.rpm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jbuild.builder.repository.Fetcher;
import jbuild.builder.repository.Limits;
import jbuild.builder.repository.Mirrors;
import jbuild.builder.repository.Proxies;
import jbuild.builder.repository.TrustedKeys;
import jbuild.runner.Failure;

/**
 * Why something is not trusted. The tools say the same of keys that are not known, have expired and
 * were revoked; so the signature is looked at once more, where they have refused it.
 *
 * @param places where packages may be
 */
record Distrust(RpmSystem system, List<Path> places, Proxies proxies) {
  private static final Pattern PACKAGE = Pattern.compile("cannot trust ([^ /]+)");
  private static final String INDEX = "cannot trust the index of ";
  private static final String ENDING = ".rpm";
  private static final int LARGEST = 4 << 20;
  private static final int DEEPEST = 8;

  /** The failure with a better reason, if there is one. */
  Failure explained(Failure failure) {
    Matcher one = PACKAGE.matcher(failure.what());
    if (failure.what().startsWith(INDEX)) {
      return ofIndex(failure);
    }
    return one.matches()
        ? ofPackage(one.group(1))
            .map(why -> explained(failure, failure.what(), why))
            .orElse(failure)
        : failure;
  }

  private static Failure explained(Failure failure, String what, String why) {
    String fix =
        why.contains("has expired")
            ? "use a mirror that is signed by a newer key; a newer jbuild may know newer keys"
            : failure.fix();
    return new Failure(failure.status(), what, why, fix, failure.details(), failure);
  }

  private Failure ofIndex(Failure failure) {
    for (RpmRepository repository : system.repositories()) {
      Optional<String> why = repository.signedMetadata() ? objection(repository) : Optional.empty();
      if (why.isPresent()) {
        return explained(failure, INDEX + "the repository " + repository.name(), why.get());
      }
    }
    return failure;
  }

  private Optional<String> objection(RpmRepository repository) {
    Fetcher fetcher = new Fetcher(Limits.USUAL, proxies);
    try {
      String index = "repodata/repomd.xml";
      Optional<byte[]> text = fetcher.find(Mirrors.below(repository.address(), index), LARGEST);
      Optional<byte[]> signature =
          fetcher.find(Mirrors.below(repository.address(), index + ".asc"), LARGEST);
      return text.isPresent() && signature.isPresent()
          ? system.trustedKeys(repository).objection(text.get(), signature.get())
          : Optional.empty();
    } catch (Failure e) {
      // The tool has come further than this; what it says is better than nothing.
      return Optional.empty();
    }
  }

  private Optional<String> ofPackage(String name) {
    TrustedKeys keys = system.allKeys();
    for (Path place : places) {
      try (Stream<Path> files =
          Files.find(place, DEEPEST, (file, status) -> isCalled(file, name))) {
        for (Path file : files.toList()) {
          Optional<String> why =
              SignedHeader.of(file)
                  .flatMap(signed -> keys.objection(signed.header(), signed.signature()));
          if (why.isPresent()) {
            return why;
          }
        }
      } catch (IOException e) {
        continue;
      }
    }
    return ofFetched(name, keys);
  }

  /** zypper removes what it does not trust: then it is fetched once more, for its signature. */
  private Optional<String> ofFetched(String name, TrustedKeys keys) {
    Fetcher fetcher = new Fetcher(Limits.USUAL, proxies);
    String file = name.endsWith(ENDING) ? name : name + ENDING;
    String kind = name.replaceFirst("\\.rpm$", "").replaceFirst(".*\\.", "");
    for (RpmRepository repository : system.repositories()) {
      if (repository.directory().isPresent()) {
        continue;
      }
      for (String place : List.of(file, kind + "/" + file)) {
        try {
          Optional<String> why =
              fetcher
                  .find(Mirrors.below(repository.address(), place), LARGEST)
                  .flatMap(SignedHeader::of)
                  .flatMap(signed -> keys.objection(signed.header(), signed.signature()));
          if (why.isPresent()) {
            return why;
          }
        } catch (Failure e) {
          // It is too large, or elsewhere; what the tool says is better than nothing.
          continue;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isCalled(Path file, String name) {
    String found = file.getFileName().toString();
    return found.equals(name) || found.equals(name + ENDING);
  }
}
