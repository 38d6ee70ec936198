package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private static final URI PROXY = URI.create("http://proxy.jbuild.invalid:8080");

  @Test
  void areChosenByTheSchemeOfTheAddress() {
    Map<String, String> environment = Map.of("https_proxy", PROXY.toString());

    assertEquals(Optional.of(PROXY), proxy(environment, "https://mirror.jbuild.invalid"));
    assertEquals(Optional.empty(), proxy(environment, "http://mirror.jbuild.invalid"));
  }

  @Test
  void mayBeWrittenWithoutAScheme() {
    Map<String, String> environment = Map.of("http_proxy", "proxy.jbuild.invalid:8080");

    assertEquals(Optional.of(PROXY), proxy(environment, "http://mirror.jbuild.invalid"));
  }

  @Test
  void areNotUsedForExemptHosts() {
    Map<String, String> environment =
        Map.of("http_proxy", PROXY.toString(), "no_proxy", "localhost, .jbuild.invalid");

    assertEquals(Optional.empty(), proxy(environment, "http://mirror.jbuild.invalid"));
    assertEquals(Optional.empty(), proxy(environment, "http://localhost"));
    assertEquals(Optional.of(PROXY), proxy(environment, "http://myjbuild.invalid"));
  }

  @Test
  void inCapitalsCountForHttpsOnly() {
    Map<String, String> environment =
        Map.of("HTTP_PROXY", PROXY.toString(), "HTTPS_PROXY", PROXY.toString());

    assertEquals(Optional.empty(), proxy(environment, "http://mirror.jbuild.invalid"));
    assertEquals(Optional.of(PROXY), proxy(environment, "https://mirror.jbuild.invalid"));
  }

  @Test
  void thatAreNoAddressesAreReported() {
    Failure failure =
        assertThrows(
            Failure.class,
            () -> proxy(Map.of("http_proxy", "socks5://x"), "http://mirror.jbuild.invalid"));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    assertEquals("cannot use the proxy in http_proxy", failure.what());
  }

  private static Optional<URI> proxy(Map<String, String> environment, String address) {
    return new Proxies(environment).proxyFor(URI.create(address));
  }
}
