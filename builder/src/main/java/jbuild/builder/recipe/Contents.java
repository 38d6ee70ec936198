package jbuild.builder.recipe;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a recipe puts into an image, and takes out of it, beside packages.
 *
 * @param removals patterns of paths, for the end
 */
public record Contents(
    List<ImageFile> files,
    List<CopiedTree> trees,
    List<Download> downloads,
    List<String> removals) {
  /** As for a recipe that says nothing of it. */
  public static final Contents NONE = new Contents(List.of(), List.of(), List.of(), List.of());

  public Contents {
    files = List.copyOf(files);
    trees = List.copyOf(trees);
    downloads = List.copyOf(downloads);
    removals = List.copyOf(removals);
  }

  /** Only files. */
  public static Contents of(List<ImageFile> files) {
    return new Contents(files, List.of(), List.of(), List.of());
  }

  /** Where a recipe wants single files to be. */
  public List<String> paths() {
    return Stream.concat(
            files.stream().map(ImageFile::path), downloads.stream().map(Download::path))
        .toList();
  }
}
