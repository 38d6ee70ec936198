package jbuild.builder.output;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Signing;
import jbuild.builder.signature.Passphrase;
import jbuild.builder.signature.SigningKey;

/** Makes sure early that there is a key to sign with: the build may take long. */
record Signature(Signing signing) implements Step {
  @Override
  public String name() {
    return "open the key of the signature";
  }

  @Override
  public void run(Workspace workspace) {
    key();
  }

  SigningKey key() {
    return SigningKey.read(signing.key(), Passphrase.find(signing.passphrase()));
  }
}
