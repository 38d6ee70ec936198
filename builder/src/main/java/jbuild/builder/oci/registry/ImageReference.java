package jbuild.builder.oci.registry;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import jbuild.builder.oci.Shown;
import jbuild.builder.oci.image.Digest;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Where an image is: {@code [REGISTRY/]REPOSITORY[:TAG][@DIGEST]}. Who names no registry means that
 * of Docker, as everywhere.
 *
 * @param registry host and port, in the words that people use
 */
public record ImageReference(
    String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
  private static final String DOCKER = "docker.io";
  private static final String DOCKER_HOST = "registry-1.docker.io";
  private static final String OF_DOCKER_ITSELF = "library/";
  private static final String LATEST = "latest";
  private static final String SCHEME = "docker://";
  private static final int LONGEST_REPOSITORY = 255;
  private static final Pattern REGISTRY =
      Pattern.compile(
          "([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
              + "|\\[[0-9a-fA-F:]+\\])(:[0-9]{1,5})?");
  private static final String PART = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(PART + "(/" + PART + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  public ImageReference {
    if (!REGISTRY.matcher(registry).matches()
        || repository.length() > LONGEST_REPOSITORY
        || !REPOSITORY.matcher(repository).matches()
        || !tag.stream().allMatch(text -> TAG.matcher(text).matches())) {
      throw new IllegalArgumentException("no reference: " + registry + "/" + repository);
    }
    Objects.requireNonNull(digest);
  }

  /** Of what somebody has typed. */
  public static ImageReference parse(String text) {
    try {
      return read(text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot use '" + Shown.text(text) + "'",
          "it does not name an image in a registry",
          "write [REGISTRY/]REPOSITORY[:TAG][@DIGEST], for example docker.io/library/debian:12");
    }
  }

  private static ImageReference read(String text) {
    Optional<Digest> digest = Optional.empty();
    String rest = text;
    int at = text.indexOf('@');
    if (at >= 0) {
      digest = Digest.parse(text.substring(at + 1));
      rest = text.substring(0, at);
      if (digest.isEmpty()) {
        throw new IllegalArgumentException("no digest: " + text);
      }
    }
    Optional<String> tag = Optional.empty();
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = Optional.of(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    int slash = rest.indexOf('/');
    boolean named = slash > 0 && isRegistry(rest.substring(0, slash));
    String registry = named ? rest.substring(0, slash) : DOCKER;
    String repository = named ? rest.substring(slash + 1) : rest;
    if (registry.equals("index.docker.io")) {
      registry = DOCKER;
    }
    if (registry.equals(DOCKER) && repository.indexOf('/') < 0) {
      repository = OF_DOCKER_ITSELF + repository;
    }
    return new ImageReference(registry, repository, tag, digest);
  }

  /** A first part without a dot, a port or a capital is somebody's name at Docker. */
  private static boolean isRegistry(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equals("localhost")
        || first.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
  }

  /** Whether the word can only be a reference: it names a registry, or has a tag or digest. */
  public static boolean isPlain(String word) {
    if (word.startsWith(SCHEME)) {
      return true;
    }
    int slash = word.indexOf('/');
    boolean isPath = word.startsWith("/") || word.startsWith(".") || word.contains("://");
    return !isPath && (slash > 0 || word.lastIndexOf(':') > 0);
  }

  /** Who answers for the registry. */
  String host() {
    return registry.equals(DOCKER) ? DOCKER_HOST : registry;
  }

  /** Whether it is on this host: nobody listens on the way. */
  boolean isLocal() {
    return isLocal(registry.replaceFirst(":[0-9]+$", ""));
  }

  /** Whether a host, without a port, is this one. */
  static boolean isLocal(String name) {
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}");
  }

  /** What a manifest is asked for by; a digest is stronger than a tag. */
  String version() {
    return digest.map(Digest::toString).or(() -> tag).orElse(LATEST);
  }

  /** The name of an image that is made of it. */
  public String shortName() {
    return repository.substring(repository.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + tag.map(text -> ":" + text).orElse(digest.isEmpty() ? ":" + LATEST : "")
        + digest.map(value -> "@" + value).orElse("");
  }
}
