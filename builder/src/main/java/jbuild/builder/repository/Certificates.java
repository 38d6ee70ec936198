package jbuild.builder.repository;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Whom connections trust beside the authorities that Java knows, and who they say that we are.
 *
 * @param authorities the file that SSL_CERT_FILE names
 * @param certificate ours, the file that JBUILD_CLIENT_CERT names
 * @param key of it, the file that JBUILD_CLIENT_KEY names; the certificate's own when it is not
 *     said
 */
record Certificates(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
  private static final String AUTHORITIES = "SSL_CERT_FILE";
  private static final String CERTIFICATE = "JBUILD_CLIENT_CERT";
  private static final String KEY = "JBUILD_CLIENT_KEY";

  private static final Pattern ONE_CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  static Certificates of(Map<String, String> environment) {
    return new Certificates(
        file(environment, AUTHORITIES), file(environment, CERTIFICATE), file(environment, KEY));
  }

  private static Optional<Path> file(Map<String, String> environment, String name) {
    return Optional.of(environment.getOrDefault(name, "").strip())
        .filter(text -> !text.isEmpty())
        .map(Path::of);
  }

  boolean areNone() {
    return authorities.isEmpty() && certificate.isEmpty();
  }

  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (authorities.isEmpty()) {
      factory.init((KeyStore) null);
      return factory.getTrustManagers();
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate one : certificates(authorities.get(), AUTHORITIES)) {
      store.setCertificateEntry("own-" + number++, one);
    }
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      for (X509Certificate known : ((X509TrustManager) manager).getAcceptedIssuers()) {
        store.setCertificateEntry("known-" + number++, known);
      }
    }
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
    if (certificate.isEmpty()) {
      return new KeyManager[0];
    }
    Collection<? extends Certificate> chain = certificates(certificate.get(), CERTIFICATE);
    Path file = key.orElse(certificate.get());
    KeyStore store = emptyStore();
    PrivateKey own = privateKey(file);
    try {
      store.setKeyEntry("own", own, new char[0], chain.toArray(new Certificate[0]));
    } catch (KeyStoreException e) {
      throw wrong(
          certificate.get(),
          "they are no chain: ours must be the first, and each must be signed by the next",
          CERTIFICATE);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, new char[0]);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file, String variable) {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(alone(read(file, variable))));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (GeneralSecurityException e) {
      // Reported below, like a file with no certificate in it.
    }
    throw wrong(file, "there is no certificate in it", variable);
  }

  /** Without the key that may be in the same file, which Java would take for a certificate. */
  private static byte[] alone(byte[] file) {
    String blocks =
        ONE_CERTIFICATE
            .matcher(new String(file, StandardCharsets.ISO_8859_1))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.joining("\n"));
    return blocks.isEmpty() ? file : blocks.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static PrivateKey privateKey(Path file) {
    String text = new String(read(file, KEY), StandardCharsets.ISO_8859_1);
    Matcher found = PRIVATE_KEY.matcher(text);
    if (found.find()) {
      byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
      for (String algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException e) {
          // It is a key of another kind.
          continue;
        }
      }
    }
    throw new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use the key " + file,
        "it is not an unencrypted key in PKCS #8",
        "write it again: openssl pkcs8 -topk8 -nodes -in "
            + file
            + " -out NEW, and name that in "
            + KEY);
  }

  private static byte[] read(Path file, String variable) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw wrong(file, "it cannot be read", variable);
    }
  }

  private static Failure wrong(Path file, String why, String variable) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use the certificates of " + file,
        why,
        "correct or unset " + variable);
  }
}
