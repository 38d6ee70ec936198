package jbuild.builder.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jbuild.builder.repository.SignatureCheck.NamedKeys;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/** The keys in files of this host that may sign what is downloaded. */
public final class Keyring {
  private static final String ARMORED = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
  private static final String KEYBOX = "KBXf";
  private static final int KEYBOX_AT = 8;

  private final List<Path> files;
  private final List<NamedKeys> keys;
  private final SignatureCheck check;

  private Keyring(List<Path> files, List<NamedKeys> keys, Clock clock) {
    this.files = List.copyOf(files);
    this.keys = List.copyOf(keys);
    this.check = new SignatureCheck(keys, "the keys in " + names(files), clock, false);
  }

  /** All keys of the files, armored or not. */
  public static Keyring read(List<Path> files, Clock clock) {
    List<NamedKeys> keys = new ArrayList<>();
    for (Path file : files) {
      try {
        byte[] bytes = Files.readAllBytes(file);
        for (byte[] block : blocks(bytes)) {
          addKeys(block, keys);
        }
      } catch (IOException | RuntimeException e) {
        String why = e instanceof IOException io ? Reasons.of(io) : String.valueOf(e.getMessage());
        throw unusable(file, why);
      }
    }
    return new Keyring(files, keys, clock);
  }

  private static List<byte[]> blocks(byte[] file) throws IOException {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    if (text.startsWith(KEYBOX, KEYBOX_AT)) {
      throw new IOException("it is a keybox of GnuPG: write it anew with 'gpg --export'");
    }
    List<byte[]> blocks = new ArrayList<>();
    int start = text.indexOf(ARMORED);
    while (start >= 0) {
      int next = text.indexOf(ARMORED, start + 1);
      String block = next < 0 ? text.substring(start) : text.substring(start, next);
      blocks.add(block.getBytes(StandardCharsets.ISO_8859_1));
      start = next;
    }
    return blocks.isEmpty() ? List.of(file) : blocks;
  }

  private static void addKeys(byte[] block, List<NamedKeys> keys) throws IOException {
    BcPGPObjectFactory objects = new BcPGPObjectFactory(SignatureCheck.decoded(block));
    for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
      if (object instanceof PGPPublicKeyRing ring) {
        keys.add(new NamedKeys(name(ring.getPublicKey()), ring));
      }
    }
  }

  private static String name(PGPPublicKey key) {
    Iterator<String> users = key.getUserIDs();
    return users.hasNext()
        ? users.next()
        : HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
  }

  /**
   * Fails unless one of the keys has signed the content.
   *
   * @param what the content is, for people
   * @param signature detached, armored or not
   */
  public void verify(String what, byte[] content, byte[] signature) {
    if (keys.isEmpty()) {
      throw untrusted(what, "there is no key to check its signature with", List.of());
    }
    try {
      Optional<List<String>> objections = check.objections(signature, content);
      if (objections.isPresent()) {
        List<String> reasons = objections.get();
        throw untrusted(
            what,
            reasons.isEmpty() ? "its signature is none of OpenPGP" : String.join("; ", reasons),
            List.of());
      }
    } catch (IOException | PGPException e) {
      throw untrusted(what, "its signature is damaged: " + e.getMessage(), List.of());
    }
  }

  private Failure untrusted(String what, String why, List<String> details) {
    String fix =
        files.isEmpty()
            ? "put the key of its maker into /etc/systemd/import-pubring.pgp, or name it with"
                + " --keyring"
            : "get the file or the key of its maker from a place you trust; keys were looked for in"
                + " "
                + names(files);
    return new Failure(ExitStatus.NETWORK, "cannot trust " + what, why, fix, details, null);
  }

  private static String names(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static Failure unusable(Path file, String why) {
    return new Failure(
        ExitStatus.NETWORK,
        "cannot use the keys in " + file,
        why,
        "write them with 'gpg --export', armored or not");
  }
}
