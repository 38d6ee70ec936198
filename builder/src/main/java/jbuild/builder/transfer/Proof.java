package jbuild.builder.transfer;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import jbuild.builder.repository.Fetcher;
import jbuild.builder.repository.Keyring;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * What files of one download must be, as far as somebody vouches for that.
 *
 * @param sums empty when nobody has to
 */
record Proof(Optional<SumFile> sums) {
  private static final String LIST = "SHA256SUMS";
  private static final String SINGLE = ".sha256";
  private static final List<String> SIGNATURES = List.of(".gpg", ".asc");
  private static final int LARGEST_LIST = 4 << 20;
  private static final int LARGEST_SIGNATURE = 1 << 16;

  /** Fetches and checks it; keys are asked for only where a signature has to be checked. */
  static Proof of(
      PullAddress address, Verification verification, Fetcher fetcher, Supplier<Keyring> keys) {
    return switch (verification.kind()) {
      case NO -> new Proof(Optional.empty());
      case EXACT ->
          new Proof(
              Optional.of(
                  new SumFile(
                      "--verify",
                      Map.of(address.fileName(), verification.sha256().orElseThrow()))));
      case CHECKSUM -> new Proof(Optional.of(list(address, fetcher, Optional.empty())));
      case SIGNATURE -> new Proof(Optional.of(list(address, fetcher, Optional.of(keys))));
    };
  }

  private static SumFile list(
      PullAddress address, Fetcher fetcher, Optional<Supplier<Keyring>> keys) {
    String single = address.fileName() + SINGLE;
    for (String name : List.of(LIST, single)) {
      URI place = address.beside(name);
      Optional<byte[]> file = fetcher.find(place, LARGEST_LIST);
      if (file.isPresent()) {
        keys.ifPresent(
            known -> known.get().verify(shown(place), file.get(), signature(place, fetcher)));
        return name.equals(single)
            ? SumFile.parseSingle(shown(place), address.fileName(), file.get())
            : SumFile.parse(shown(place), file.get());
      }
    }
    throw new Failure(
        ExitStatus.NETWORK,
        "cannot verify " + address,
        "neither " + LIST + " nor " + single + " is beside it",
        "name its checksum with --verify=SHA256, or trust it blindly with --verify=no");
  }

  private static byte[] signature(URI list, Fetcher fetcher) {
    for (String ending : SIGNATURES) {
      Optional<byte[]> signature = fetcher.find(URI.create(list + ending), LARGEST_SIGNATURE);
      if (signature.isPresent()) {
        return signature.get();
      }
    }
    throw new Failure(
        ExitStatus.NETWORK,
        "cannot trust " + shown(list),
        "it is not signed: there is neither a .gpg nor an .asc file beside it",
        "be content with the checksum with --verify=checksum, or name it with --verify=SHA256");
  }

  private static String shown(URI address) {
    return new PullAddress(address).toString();
  }

  /** Whether a file of this name may be used at all. */
  boolean vouchesFor(String name) {
    return sums.isEmpty() || sums.get().of(name).isPresent();
  }

  /** Fails unless the file is what it must be. */
  void check(String name, PartialFile file) {
    if (sums.isEmpty()) {
      return;
    }
    SumFile list = sums.get();
    Optional<String> wanted = list.of(name);
    if (wanted.isEmpty()) {
      throw new Failure(
          ExitStatus.NETWORK,
          "cannot verify " + name,
          list.name() + " does not list it",
          "name its checksum with --verify=SHA256, or trust it blindly with --verify=no");
    }
    String found = file.sha256OfAll();
    if (!wanted.get().equals(found)) {
      throw new Failure(
          ExitStatus.NETWORK,
          "cannot trust " + name,
          "its SHA256 is " + found + " instead of " + wanted.get(),
          "try again; if that does not help, it was changed on its way or on the server");
    }
  }
}
