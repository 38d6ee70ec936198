package jbuild.cli.store;

import jbuild.builder.oci.registry.Client;
import jbuild.builder.oci.registry.Login;
import jbuild.builder.oci.registry.LoginFiles;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Proxies;
import jbuild.runner.Booleans;

/** Makes clients of registries as requests want them. */
final class RegistryClients {
  private RegistryClients() {}

  static Client of(StoreHost host, Request request, Progress progress) {
    boolean verified = request.last(Setting.TLS_VERIFY).flatMap(Booleans::find).orElse(true);
    return new Client(
        new Proxies(host.environment()),
        new LoginFiles(host.environment()),
        request.last(Setting.CREDS).map(Login::parse),
        verified,
        progress);
  }
}
