package jbuild.builder.recipe;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The keys of what a recipe puts into an image, and takes out of it. */
final class ContentKeys {
  static final Key<String> FILE_PATH =
      Key.required(
          Table.FILES, "path", KeyType.text(Grammar.IMAGE_PATH), "Where the file is in the image.");
  static final Key<Optional<String>> FILE_CONTENT =
      Key.maybe(
          Table.FILES,
          "content",
          KeyType.TEXT,
          "none",
          "What is in it; this, source or link is needed.");
  static final Key<Optional<String>> FILE_SOURCE =
      Key.maybe(
          Table.FILES,
          "source",
          KeyType.TEXT,
          "none",
          "A file with the content, in the recipe's directory or below.");
  static final Key<Optional<String>> FILE_LINK =
      Key.maybe(
          Table.FILES,
          "link",
          KeyType.text(Grammar.LINK_TARGET),
          "none",
          "Where it leads, if it is a symbolic link; it has no mode and no owner then.");
  static final Key<Integer> FILE_MODE =
      Key.optional(Table.FILES, "mode", KeyType.MODE, 0644, "\"0644\"", "Who may do what with it.");
  static final Key<Owner> FILE_OWNER =
      Key.optional(
          Table.FILES,
          "owner",
          KeyType.OWNER,
          Owner.ROOT,
          "\"root:root\"",
          "Whose it is: user and group of the image, by name or number.");

  static final Key<String> TREE_SOURCE =
      Key.required(
          Table.TREES,
          "source",
          KeyType.TEXT,
          "A directory beside the recipe or below it; modes and links are kept.");
  static final Key<String> TREE_PATH =
      Key.optional(
          Table.TREES,
          "path",
          KeyType.text(Grammar.IMAGE_DIRECTORY),
          "/",
          "\"/\"",
          "The directory in the image that its files go to.");
  static final Key<Owner> TREE_OWNER =
      Key.optional(
          Table.TREES, "owner", KeyType.OWNER, Owner.ROOT, "\"root:root\"", "Whose all of it is.");

  static final Key<URI> DOWNLOAD_URL =
      Key.required(Table.DOWNLOADS, "url", KeyType.URL, "Where it is.");
  static final Key<String> DOWNLOAD_SHA256 =
      Key.required(
          Table.DOWNLOADS,
          "sha256",
          KeyType.text(Grammar.SHA256),
          "What its content must be, as sha256sum prints it.");
  static final Key<String> DOWNLOAD_PATH =
      Key.required(
          Table.DOWNLOADS,
          "path",
          KeyType.text(Grammar.IMAGE_PATH),
          "Where the file is in the image.");
  static final Key<Integer> DOWNLOAD_MODE =
      Key.optional(
          Table.DOWNLOADS, "mode", KeyType.MODE, 0644, "\"0644\"", "Who may do what with it.");
  static final Key<Owner> DOWNLOAD_OWNER =
      Key.optional(
          Table.DOWNLOADS, "owner", KeyType.OWNER, Owner.ROOT, "\"root:root\"", "Whose it is.");

  static final Key<List<String>> REMOVE =
      Key.optional(
          Table.CLEANUP,
          "remove",
          KeyType.text(Grammar.IMAGE_PATTERN).list(),
          List.of(),
          "[]",
          "Files and directories that are removed at the end; * and ? stand for parts of a name.");

  static final List<Key<?>> ALL =
      List.of(
          FILE_PATH,
          FILE_CONTENT,
          FILE_SOURCE,
          FILE_LINK,
          FILE_MODE,
          FILE_OWNER,
          TREE_SOURCE,
          TREE_PATH,
          TREE_OWNER,
          DOWNLOAD_URL,
          DOWNLOAD_SHA256,
          DOWNLOAD_PATH,
          DOWNLOAD_MODE,
          DOWNLOAD_OWNER,
          REMOVE);

  private ContentKeys() {}

  /** What tables without problems say. */
  static Contents contents(RecipePaths paths, Tables tables) {
    return new Contents(
        numbered(tables.several(Table.FILES), (index, table) -> file(paths, index, table)),
        numbered(tables.several(Table.TREES), (index, table) -> tree(paths, index, table)),
        tables.several(Table.DOWNLOADS).stream().map(ContentKeys::download).toList(),
        REMOVE.value(tables.one(Table.CLEANUP)));
  }

  private static ImageFile file(RecipePaths paths, int index, Map<String, ?> table) {
    return new ImageFile(
        FILE_PATH.value(table),
        content(paths, index, table),
        FILE_MODE.value(table),
        FILE_OWNER.value(table));
  }

  private static ImageFile.Content content(RecipePaths paths, int index, Map<String, ?> table) {
    Optional<String> text = FILE_CONTENT.value(table);
    if (text.isPresent()) {
      return new ImageFile.Content.Text(text.get());
    }
    Optional<String> link = FILE_LINK.value(table);
    return link.isPresent()
        ? new ImageFile.Content.Link(link.get())
        : new ImageFile.Content.Copy(
            paths.resolve(place(FILE_SOURCE, index), FILE_SOURCE.value(table).orElseThrow()));
  }

  private static CopiedTree tree(RecipePaths paths, int index, Map<String, ?> table) {
    return new CopiedTree(
        paths.resolve(place(TREE_SOURCE, index), TREE_SOURCE.value(table)),
        TREE_PATH.value(table),
        TREE_OWNER.value(table));
  }

  private static Download download(Map<String, ?> table) {
    return new Download(
        DOWNLOAD_URL.value(table),
        DOWNLOAD_SHA256.value(table),
        DOWNLOAD_PATH.value(table),
        DOWNLOAD_MODE.value(table),
        DOWNLOAD_OWNER.value(table));
  }

  private static <T> List<T> numbered(
      List<Map<String, ?>> tables, BiFunction<Integer, Map<String, ?>, T> read) {
    List<T> values = new ArrayList<>();
    tables.forEach(table -> values.add(read.apply(values.size(), table)));
    return values;
  }

  private static List<String> place(Key<?> key, int index) {
    return List.of(key.table().word(), String.valueOf(index), key.name());
  }
}
