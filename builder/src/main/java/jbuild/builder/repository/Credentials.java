package jbuild.builder.repository;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import jbuild.runner.Failure;

/**
 * What servers want to know of who asks them, and how it is known who they are: names and
 * passwords, certificates. All of it stays in this process.
 */
public final class Credentials {
  private final Map<String, String> environment;
  private Optional<Netrc> netrc = Optional.empty();
  private Optional<SSLContext> encryption = Optional.empty();

  /**
   * @param environment names the files, see docs/packages.md
   */
  public Credentials(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Whether there is anything to say to the server, or to know of it, that others do not. */
  public boolean areFor(URI address) {
    boolean encrypted = "https".equals(address.getScheme());
    return encrypted && !Certificates.of(environment).areNone()
        || address.getHost() != null && login(address).isPresent();
  }

  /** The value of the header Authorization. */
  Optional<String> authorization(URI address) {
    return login(address)
        .map(
            login ->
                "Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
  }

  /** Name and password, with a colon between. Those of the address itself come first. */
  private Optional<String> login(URI address) {
    return Optional.ofNullable(address.getUserInfo())
        .map(login -> login.contains(":") ? login : login + ":")
        .or(() -> netrc().find(address.getHost()));
  }

  /** How connections are encrypted, when that is not as usual. */
  public synchronized Optional<SSLContext> encryption() {
    Certificates certificates = Certificates.of(environment);
    if (encryption.isEmpty() && !certificates.areNone()) {
      encryption = Optional.of(certificates.context());
    }
    return encryption;
  }

  /** Reads all files that the environment names, and says what is wrong with them. */
  public List<Failure> problems() {
    List<Failure> problems = new ArrayList<>();
    for (Runnable look : List.<Runnable>of(this::netrc, this::encryption)) {
      try {
        look.run();
      } catch (Failure failure) {
        problems.add(failure);
      }
    }
    return problems;
  }

  private synchronized Netrc netrc() {
    netrc = netrc.or(() -> Optional.of(Netrc.of(environment)));
    return netrc.orElseThrow();
  }
}
