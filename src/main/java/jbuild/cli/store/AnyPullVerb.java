package jbuild.cli.store;

import jbuild.builder.transfer.Pull;

/** Fetches what a word looks like: a file by its address, or an image of a registry. */
final class AnyPullVerb implements StoreVerb {
  private final StoreHost host;

  AnyPullVerb(StoreHost host) {
    this.host = host;
  }

  static boolean isAddress(String word) {
    return word.matches("(http|https|file)://.*");
  }

  @Override
  public int run(Request request) {
    String word = request.words().get(0);
    if (!isAddress(word)) {
      return new RegistryPullVerb(host).run(request);
    }
    Pull.Kind kind = FileNames.isTar(word) ? Pull.Kind.TAR : Pull.Kind.RAW;
    return new PullVerb(host, kind).run(request);
  }
}
