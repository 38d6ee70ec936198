package jbuild.builder.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageTree;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Puts the files of packages into a tree without running their scripts: enough for programs that
 * are only run, not for a system that is used.
 */
public final class DebUnpacker {
  private static final int LARGEST_FILE = 256 << 20;
  private static final int PERMISSIONS = 07777;

  private final ImageTree tree;
  private final Predicate<String> wanted;

  /**
   * Into a tree.
   *
   * @param wanted chooses files by their path, which begins with /
   */
  public DebUnpacker(ImageTree tree, Predicate<String> wanted) {
    this.tree = tree;
    this.wanted = wanted;
  }

  public void unpack(Path deb) {
    try (DebArchive archive = DebArchive.open(deb);
        TarArchiveInputStream members = new TarArchiveInputStream(archive.data(), "UTF-8")) {
      List<TarArchiveEntry> hardLinks = new ArrayList<>();
      for (TarArchiveEntry member = members.getNextEntry();
          member != null;
          member = members.getNextEntry()) {
        if (!wanted.test(path(member.getName()))) {
          continue;
        } else if (member.isLink()) {
          hardLinks.add(member);
        } else {
          put(member, members);
        }
      }
      // A link in the place of a second name: nothing in such a tree can tell them apart.
      hardLinks.forEach(link -> tree.link(path(link.getName()), path(link.getLinkName())));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot unpack " + deb,
          Reasons.of(e),
          "remove the file; it is fetched again",
          List.of(),
          e);
    }
  }

  private void put(TarArchiveEntry member, InputStream content) throws IOException {
    String path = path(member.getName());
    int mode = member.getMode() & PERMISSIONS;
    if (path.equals("/")) {
      return;
    } else if (member.isDirectory()) {
      // A link to a directory stays: such a tree has /bin in /usr/bin, whatever a package says.
      tree.directory(path, mode, 0, 0);
    } else if (member.isSymbolicLink()) {
      tree.link(path, member.getLinkName());
    } else if (member.isFile() && member.getSize() <= LARGEST_FILE) {
      byte[] bytes = content.readNBytes((int) member.getSize());
      tree.write(path, bytes, mode, 0, 0);
    } else {
      throw new IOException(path + " is neither a file nor a directory nor a link");
    }
  }

  private static String path(String name) {
    String path = name.startsWith(".") ? name.substring(1) : "/" + name;
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
