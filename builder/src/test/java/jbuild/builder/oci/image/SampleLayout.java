package jbuild.builder.oci.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A small image, document by document: each can be changed before what leads to it is made, so that
 * only what a test has changed is wrong.
 */
final class SampleLayout {
  static final String MANIFEST = "manifest";
  static final String CONFIG = "config";
  static final String INDEX = "index";
  static final String MARK = "oci-layout";

  private final Path directory;
  private final Map<String, UnaryOperator<String>> changes = new LinkedHashMap<>();
  private byte[] layer = gzip(tar("greeting", "hello"));
  private String diffId = digest(tar("greeting", "hello"));

  SampleLayout(Path directory) {
    this.directory = directory;
  }

  /** Changes the text of a document; it must have what is replaced. */
  SampleLayout replacing(String document, String old, String replacement) {
    changes.put(
        document,
        text -> {
          if (!text.contains(old)) {
            throw new IllegalArgumentException(document + " has no " + old + ": " + text);
          }
          return text.replace(old, replacement);
        });
    return this;
  }

  SampleLayout layer(byte[] bytes) {
    layer = bytes.clone();
    return this;
  }

  SampleLayout layerOf(byte[] tar) {
    layer = gzip(tar);
    diffId = digest(tar);
    return this;
  }

  /** Writes it, and returns where it is. */
  Path write() {
    String layers = descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer);
    byte[] config =
        changed(
            CONFIG,
            """
            {"architecture":"amd64","os":"linux","config":{"Cmd":["/bin/sh"],"Env":null},\
            "rootfs":{"type":"layers","diff_ids":["%s"]}}\
            """
                .formatted(diffId));
    byte[] manifest =
        changed(
            MANIFEST,
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "config":%s,"layers":[%s]}\
            """
                .formatted(descriptor("application/vnd.oci.image.config.v1+json", config), layers));
    byte[] index =
        changed(
            INDEX,
            """
            {"schemaVersion":2,"manifests":[%s]}\
            """
                .formatted(
                    descriptor("application/vnd.oci.image.manifest.v1+json", manifest)
                        .replace(
                            "}",
                            ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"v1\"}}")));
    try {
      Files.createDirectories(directory);
      blob(layer);
      blob(config);
      blob(manifest);
      Files.write(directory.resolve("index.json"), index);
      Files.write(
          directory.resolve("oci-layout"), changed(MARK, "{\"imageLayoutVersion\":\"1.0.0\"}"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] changed(String document, String text) {
    return changes
        .getOrDefault(document, same -> same)
        .apply(text)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Puts bytes where their digest says. */
  Path blob(byte[] bytes) {
    try {
      Path blobs = Files.createDirectories(directory.resolve("blobs/sha256"));
      return Files.write(blobs.resolve(Digest.of(bytes).hex()), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String descriptor(String type, byte[] bytes) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, digest(bytes), bytes.length);
  }

  static String digest(byte[] bytes) {
    return Digest.of(bytes).toString();
  }

  static byte[] tar(String name, String content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setSize(bytes.length);
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      tar.write(bytes);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
