package jbuild.builder.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.oci.image.Blobs;
import jbuild.builder.oci.image.Descriptor;
import jbuild.builder.oci.image.Digest;
import jbuild.builder.oci.image.Index;
import jbuild.builder.oci.image.Manifest;
import jbuild.builder.oci.image.MediaType;
import jbuild.builder.oci.image.VerifiedStream;
import jbuild.builder.plan.Progress;
import jbuild.runner.Reasons;

/** Brings images into a repository: the parts that are missing first, then what leads to them. */
public final class Upload {
  /** What is sent at once; a longer blob goes in several pieces of this size. */
  private static final int PIECE = 8 << 20;

  private static final String LOCATION = "Location";
  private static final String BYTES = "application/octet-stream";
  private static final int DEEPEST = 4;

  private final Registry registry;
  private final Progress progress;
  private final Set<Digest> done = new LinkedHashSet<>();

  Upload(Registry registry, Progress progress) {
    this.registry = registry;
    this.progress = progress;
  }

  /**
   * Brings an image, or a list of images with all of them.
   *
   * @param sibling another repository of the registry that may have the same blobs
   * @return the digest of what the reference leads to now
   */
  public Digest push(String name, Blobs source, Descriptor start, Optional<String> sibling) {
    byte[] document = parts(name, source, start, sibling, 0);
    put(registry.image().version(), start, document);
    return start.digest();
  }

  private byte[] parts(
      String name, Blobs source, Descriptor place, Optional<String> sibling, int depth) {
    byte[] document = source.document(name, place);
    MediaType type = MediaType.of(place.mediaType()).orElseThrow();
    if (type.role() == MediaType.Role.MANIFEST) {
      Manifest manifest = Manifest.read(name, document, type);
      manifest.layers().forEach(layer -> blob(name, source, layer, sibling));
      blob(name, source, manifest.config(), sibling);
    } else if (depth < DEEPEST) {
      for (Descriptor each : Index.read(name, document, type).manifests()) {
        boolean known = MediaType.of(each.mediaType()).isPresent();
        if (known) {
          byte[] child = parts(name, source, each, sibling, depth + 1);
          put(each.digest().toString(), each, child);
        }
      }
    }
    return document;
  }

  private void put(String version, Descriptor place, byte[] document) {
    HttpResponse<InputStream> response =
        registry.send(
            registry.address("manifests", version),
            to ->
                HttpRequest.newBuilder(to)
                    .header("Content-Type", place.mediaType())
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(document)));
    expect(response, Registry.CREATED);
  }

  private void blob(String name, Blobs source, Descriptor blob, Optional<String> sibling) {
    if (!done.add(blob.digest()) || isThere(blob)) {
      return;
    }
    Optional<URI> place = begin(blob, sibling);
    if (place.isEmpty()) {
      return;
    }
    String shown = "to " + registry.image().registry() + " " + blob.digest().hex().substring(0, 12);
    try (VerifiedStream in = new VerifiedStream(name, source.open(blob), blob);
        Progress.Transfer transfer = progress.transfer(shown, blob.size())) {
      send(in, blob, place.get(), transfer);
    } catch (IOException e) {
      throw new RegistryFailure(
          registry.what(), blob.digest() + " cannot be read: " + Reasons.of(e), "try again");
    }
  }

  private boolean isThere(Descriptor blob) {
    HttpResponse<InputStream> response =
        registry.send(
            registry.address("blobs", blob.digest().toString()),
            to -> HttpRequest.newBuilder(to).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    closed(response);
    return response.statusCode() == Registry.OK;
  }

  /** Where the bytes go; empty when another repository had them, which is enough. */
  private Optional<URI> begin(Descriptor blob, Optional<String> sibling) {
    URI uploads = registry.address("blobs", "uploads/");
    URI address =
        sibling.isEmpty()
            ? uploads
            : Access.withQuery(
                uploads, Map.of("mount", blob.digest().toString(), "from", sibling.get()));
    HttpResponse<InputStream> response =
        registry.send(
            address, to -> HttpRequest.newBuilder(to).POST(HttpRequest.BodyPublishers.noBody()));
    if (response.statusCode() == Registry.CREATED && sibling.isPresent()) {
      closed(response);
      return Optional.empty();
    }
    return Optional.of(next(address, response));
  }

  /** Where to go on, after a piece was taken. */
  private URI next(URI from, HttpResponse<InputStream> response) {
    expect(response, Registry.ACCEPTED);
    try {
      return Connection.redirected(from, response.headers().firstValue(LOCATION).orElse(""));
    } catch (IOException e) {
      throw new RegistryFailure(registry.what(), e);
    }
  }

  private void send(VerifiedStream in, Descriptor blob, URI start, Progress.Transfer transfer)
      throws IOException {
    URI place = start;
    byte[] piece = in.readNBytes(PIECE);
    long sent = 0;
    while (sent + piece.length < blob.size() && piece.length > 0) {
      place = patch(place, piece, sent);
      sent += piece.length;
      transfer.arrived(piece.length);
      piece = in.readNBytes(PIECE);
    }
    in.verify();
    finish(place, blob, piece, sent);
    transfer.arrived(piece.length);
  }

  private URI patch(URI place, byte[] piece, long from) {
    String range = from + "-" + (from + piece.length - 1);
    HttpResponse<InputStream> response =
        registry.send(
            place,
            to ->
                HttpRequest.newBuilder(to)
                    .header("Content-Type", BYTES)
                    .header("Content-Range", range)
                    .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(piece)));
    return next(place, response);
  }

  private void finish(URI place, Descriptor blob, byte[] piece, long from) {
    URI address = Access.withQuery(place, Map.of("digest", blob.digest().toString()));
    HttpResponse<InputStream> response =
        registry.send(
            address,
            to -> {
              HttpRequest.Builder request =
                  HttpRequest.newBuilder(to)
                      .header("Content-Type", BYTES)
                      .PUT(HttpRequest.BodyPublishers.ofByteArray(piece));
              return from == 0
                  ? request
                  : request.header("Content-Range", from + "-" + (from + piece.length - 1));
            });
    expect(response, Registry.CREATED);
  }

  private void expect(HttpResponse<InputStream> response, int status) {
    if (response.statusCode() != status) {
      throw registry.refused(response);
    }
    closed(response);
  }

  private void closed(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new RegistryFailure(registry.what(), e);
    }
  }
}
