package jbuild.builder.repository;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** A file that arrives in several parts, perhaps today and tomorrow. */
public interface Partial {
  /**
   * What a server says of one version of a file.
   *
   * @param tag differs from that of every other version
   * @param modified when it was made, as the server writes it
   * @param size of all of it
   */
  record Version(Optional<String> tag, Optional<String> modified, OptionalLong size) {
    /** What a server compares with its version before it sends a part of it. */
    public Optional<String> validator() {
      // A weak tag does not say that the bytes are the same.
      return tag.filter(text -> !text.startsWith("W/")).or(() -> modified);
    }
  }

  /** How many bytes are there. */
  long length();

  /** Of what is there; empty when nothing is, or when it cannot be continued. */
  Optional<Version> version();

  /** Forgets what is there: a version of the file begins. */
  void begin(Version version) throws IOException;

  /** The version that is there continues, and will be of this size. */
  void proceed(OptionalLong size) throws IOException;

  /** Adds the next bytes. */
  void write(byte[] block, int length) throws IOException;
}
