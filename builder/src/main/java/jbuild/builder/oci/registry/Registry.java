package jbuild.builder.oci.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.oci.Json;
import jbuild.builder.oci.image.BadImage;
import jbuild.builder.oci.image.Blobs;
import jbuild.builder.oci.image.Descriptor;
import jbuild.builder.oci.image.Digest;
import jbuild.builder.oci.image.MediaType;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Limits;

/** One repository of a registry: distribution specification 1.1, which is Docker's API, too. */
public final class Registry implements Blobs {
  static final int OK = 200;
  static final int CREATED = 201;
  static final int ACCEPTED = 202;
  private static final int PARTIAL = 206;
  private static final int UNAUTHORIZED = 401;
  private static final int LONGEST_MANIFEST = 4 << 20;
  private static final int LONGEST_COMPLAINT = 1 << 16;

  private final String what;
  private final ImageReference image;
  private final Access access;
  private final URI base;
  private final Progress progress;
  private final String scope;
  private final Map<Digest, byte[]> documents = new LinkedHashMap<>();

  private Registry(
      String what, ImageReference image, Access access, URI base, Progress progress, String scope) {
    this.what = what;
    this.image = image;
    this.access = access;
    this.base = base;
    this.progress = progress;
    this.scope = scope;
  }

  /** Connects in order to read. */
  static Registry toPull(ImageReference image, Client client) {
    return connect("cannot pull " + image, image, client, "pull");
  }

  /** Connects in order to write. */
  static Registry toPush(ImageReference image, Client client) {
    return connect("cannot push to " + image, image, client, "pull,push");
  }

  private static Registry connect(
      String what, ImageReference image, Client client, String actions) {
    boolean plain = image.isLocal() || !client.verified();
    Connection connection = new Connection(client.proxies(), client.verified());
    Access access = new Access(what, connection, client.login(image), plain);
    String scope = "repository:" + image.repository() + ":" + actions;
    URI base = base(image, connection, client.verified());
    return new Registry(what, image, access, base, client.progress(), scope);
  }

  /** Only https, but where nobody listens or somebody has asked for it: whatever answers. */
  private static URI base(ImageReference image, Connection connection, boolean verified) {
    URI secure = URI.create("https://" + image.host() + "/v2/");
    URI open = URI.create("http://" + image.host() + "/v2/");
    if (image.isLocal()) {
      return answers(open, connection) ? open : secure;
    }
    // Who does not look at certificates need not give up what others cannot read.
    boolean isOpen = !verified && !answers(secure, connection) && answers(open, connection);
    return isOpen ? open : secure;
  }

  /** What speaks TLS there answers with another status, or not at all; or it sends us away. */
  private static boolean answers(URI address, Connection connection) {
    try {
      HttpResponse<InputStream> response =
          connection.send(address, Optional.empty(), to -> HttpRequest.newBuilder(to).GET());
      response.body().close();
      boolean isRegistry = response.statusCode() == OK || response.statusCode() == UNAUTHORIZED;
      return isRegistry && Connection.isSameServer(address, response.uri());
    } catch (IOException e) {
      return false;
    }
  }

  ImageReference image() {
    return image;
  }

  String what() {
    return what;
  }

  URI address(String kind, String name) {
    return base.resolve(image.repository() + "/" + kind + "/" + name);
  }

  HttpResponse<InputStream> send(URI address, Connection.Request request) {
    try {
      // Registries keep blobs with others, who are not to know who asks.
      return Connection.isSameServer(base, address)
          ? access.send(address, scope, request)
          : access.sendAnonymously(address, request);
    } catch (IOException e) {
      throw new RegistryFailure(what, e);
    }
  }

  /** The end of an answer that is not the wished one. */
  RegistryFailure refused(HttpResponse<InputStream> response) {
    String said = "";
    try (InputStream body = response.body()) {
      Object answer = Json.parse(body.readNBytes(LONGEST_COMPLAINT));
      if (answer instanceof Map<?, ?> map
          && map.get("errors") instanceof List<?> errors
          && !errors.isEmpty()
          && errors.get(0) instanceof Map<?, ?> error) {
        said = String.valueOf(error.get("message"));
      }
    } catch (IOException | Json.Broken e) {
      said = "";
    }
    return RegistryFailure.status(what, response.statusCode(), said);
  }

  /** Where the manifest is that the reference names, or the list of manifests. */
  public Descriptor resolve() {
    URI address = address("manifests", image.version());
    HttpResponse<InputStream> response = send(address, this::asManifest);
    if (response.statusCode() != OK) {
      throw refused(response);
    }
    byte[] document = body(response);
    String type = contentType(response);
    Digest digest = checked(response, document);
    MediaType known =
        MediaType.of(type)
            .filter(any -> any.role() != MediaType.Role.LAYER)
            .orElseThrow(
                () -> new BadImage(image.toString(), "the registry has something else there"));
    documents.put(digest, document);
    return new Descriptor(known, digest, document.length);
  }

  private HttpRequest.Builder asManifest(URI to) {
    HttpRequest.Builder request = HttpRequest.newBuilder(to).GET();
    for (MediaType type : MediaType.values()) {
      if (type.role() == MediaType.Role.INDEX || type.role() == MediaType.Role.MANIFEST) {
        request.header("Accept", type.word());
      }
    }
    return request;
  }

  private byte[] body(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      byte[] document = body.readNBytes(LONGEST_MANIFEST + 1);
      if (document.length > LONGEST_MANIFEST) {
        throw new BadImage(image.toString(), "its manifest is too long");
      }
      return document;
    } catch (IOException e) {
      throw new RegistryFailure(what, e);
    }
  }

  private static String contentType(HttpResponse<InputStream> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
  }

  /** The digest that the reference names, or the registry, or else what it is. */
  private Digest checked(HttpResponse<InputStream> response, byte[] document) {
    Optional<Digest> claimed =
        response.headers().firstValue("Docker-Content-Digest").flatMap(Digest::parse);
    Optional<Digest> wanted = image.digest().or(() -> claimed);
    if (wanted.isEmpty()) {
      return Digest.of(document);
    }
    MessageDigest hash = wanted.get().hash();
    hash.update(document);
    if (!wanted.get().isOf(hash)) {
      throw new BadImage(
          image.toString(), "what should be " + wanted.get() + " has another digest");
    }
    return wanted.get();
  }

  @Override
  public InputStream open(Descriptor blob) {
    byte[] known = documents.get(blob.digest());
    if (known != null) {
      return new ByteArrayInputStream(known);
    }
    Optional<MediaType> type = MediaType.of(blob.mediaType());
    boolean isManifest =
        type.filter(
                any -> any.role() == MediaType.Role.INDEX || any.role() == MediaType.Role.MANIFEST)
            .isPresent();
    if (isManifest) {
      HttpResponse<InputStream> response =
          send(address("manifests", blob.digest().toString()), this::asManifest);
      if (response.statusCode() != OK) {
        throw refused(response);
      }
      return response.body();
    }
    URI address = address("blobs", blob.digest().toString());
    String shown = image.shortName() + " " + blob.digest().hex().substring(0, 12);
    return new ResumingStream(
        position -> blob(address, position),
        blob.size(),
        progress.transfer(shown, blob.size()),
        Limits.USUAL.pause());
  }

  private InputStream blob(URI address, long position) throws IOException {
    HttpResponse<InputStream> response =
        access.send(
            address,
            scope,
            to -> {
              HttpRequest.Builder request = HttpRequest.newBuilder(to).GET();
              return position == 0 ? request : request.header("Range", "bytes=" + position + "-");
            });
    if (response.statusCode() == OK) {
      // A server that knows no ranges begins again.
      response.body().skipNBytes(position);
    } else if (response.statusCode() != PARTIAL || position == 0) {
      throw refused(response);
    }
    return response.body();
  }
}
