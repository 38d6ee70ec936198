package jbuild.builder.oci.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.oci.Json;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * What podman, skopeo and docker have noted about logins: containers-auth.json(5). The programs
 * that some files name instead are not run.
 */
public final class LoginFiles {
  private static final int LARGEST = 1 << 20;
  private static final String OF_DOCKER = "https://index.docker.io/v1/";

  private final List<Path> files;

  /** Files of the user, in the order in which they count. */
  public LoginFiles(Map<String, String> environment) {
    files = new ArrayList<>();
    String chosen = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    if (!chosen.isEmpty()) {
      files.add(Path.of(chosen));
      return;
    }
    String home = environment.getOrDefault("HOME", "");
    String docker = environment.getOrDefault("DOCKER_CONFIG", "");
    add(environment.getOrDefault("XDG_RUNTIME_DIR", ""), "containers/auth.json");
    add(home, ".config/containers/auth.json");
    if (docker.isEmpty()) {
      add(home, ".docker/config.json");
    } else {
      add(docker, "config.json");
    }
  }

  private void add(String directory, String file) {
    if (!directory.isEmpty()) {
      files.add(Path.of(directory, file));
    }
  }

  /** The login for an image, if any file has one. */
  Optional<Login> find(ImageReference image) {
    for (Path file : files) {
      Optional<Login> login = Files.exists(file) ? find(file, image) : Optional.empty();
      if (login.isPresent()) {
        return login;
      }
    }
    return Optional.empty();
  }

  private static Optional<Login> find(Path file, ImageReference image) {
    if (!(parse(file) instanceof Map<?, ?> content)
        || !(content.get("auths") instanceof Map<?, ?> logins)) {
      return Optional.empty();
    }
    for (String name : names(image)) {
      if (logins.get(name) instanceof Map<?, ?> entry
          && entry.get("auth") instanceof String encoded) {
        return decode(file, encoded);
      }
    }
    return Optional.empty();
  }

  /** The longest part of the image's name first. */
  private static List<String> names(ImageReference image) {
    List<String> names = new ArrayList<>();
    String name = image.registry() + "/" + image.repository();
    while (name.indexOf('/') > 0) {
      names.add(name);
      name = name.substring(0, name.lastIndexOf('/'));
    }
    names.add(name);
    names.add("https://" + name);
    names.add(image.host());
    if (!image.host().equals(image.registry())) {
      names.add(OF_DOCKER);
    }
    return names;
  }

  private static Object parse(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        throw failure(file, "it is no file of at most " + LARGEST + " bytes");
      }
      return Json.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw failure(file, Reasons.of(e));
    } catch (Json.Broken e) {
      throw failure(file, "it is no JSON");
    }
  }

  private static Optional<Login> decode(Path file, String encoded) {
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      return Login.split(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw failure(file, "a login in it is not in Base64");
    }
  }

  private static Failure failure(Path file, String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot read logins from " + file,
        why,
        "log in again, or name another file with REGISTRY_AUTH_FILE");
  }
}
