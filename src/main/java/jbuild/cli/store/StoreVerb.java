package jbuild.cli.store;

/** One verb of the store. */
@FunctionalInterface
public interface StoreVerb {
  /** Does what is asked for, or fails; returns what to exit with. */
  int run(Request request);
}
