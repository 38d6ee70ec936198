package jbuild.tools;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server on the loopback device and somebody who may ask it; nobody else has heard of either.
 *
 * @param authority whom to trust to trust the server, in PEM
 * @param certificate of the one who may ask
 * @param key of that certificate
 */
public record TestCertificates(Path authority, Path certificate, Path key, SSLContext server) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  public static TestCertificates in(Path directory) throws IOException, GeneralSecurityException {
    KeyStore server = store(directory, "server");
    KeyStore client = store(directory, "client");
    return new TestCertificates(
        pem(directory, "server.pem", "CERTIFICATE", server.getCertificate("server").getEncoded()),
        pem(directory, "client.pem", "CERTIFICATE", client.getCertificate("client").getEncoded()),
        pem(directory, "client.key", "PRIVATE KEY", client.getKey("client", PASSWORD).getEncoded()),
        context(server, client));
  }

  /** Asks for the certificate. */
  HttpsConfigurator configurator() {
    return new HttpsConfigurator(server) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters strict = server.getDefaultSSLParameters();
        strict.setNeedClientAuth(true);
        parameters.setSSLParameters(strict);
      }
    };
  }

  private static KeyStore store(Path directory, String name)
      throws IOException, GeneralSecurityException {
    Path file = directory.resolve(name + ".p12");
    Finished.of(
            new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD)))
        .successfully();
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private static Path pem(Path directory, String name, String kind, byte[] content)
      throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(content);
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind));
  }

  private static SSLContext context(KeyStore own, KeyStore trusted)
      throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    KeyStore clients = KeyStore.getInstance(KeyStore.getDefaultType());
    clients.load(null, PASSWORD);
    clients.setCertificateEntry("client", trusted.getCertificate("client"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(clients);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
