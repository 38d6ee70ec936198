package jbuild.builder.repository;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jbuild.builder.digest.Sha256;
import jbuild.builder.plan.Progress;
import jbuild.runner.Failure;
import jbuild.runner.image.LockFile;

/** Brings verified files into a cache, several at a time. */
public final class Downloads {
  // As many as the JDK keeps connections alive to one host.
  private static final int AT_ONCE = 5;

  private final Fetcher fetcher;
  private final ContentCache cache;

  public Downloads(Fetcher fetcher, ContentCache cache) {
    this.fetcher = fetcher;
    this.cache = cache;
  }

  /** A file on a mirror, and what it must be. */
  public record Wanted(URI address, Checksum checksum) {}

  Fetcher fetcher() {
    return fetcher;
  }

  /** The file in the cache, fetched only when it is not there. */
  public Path fetch(Wanted wanted, Progress progress) {
    return fetchAll(wanted.address().getPath(), List.of(wanted), progress).get(0);
  }

  /**
   * The files in the cache, in the order of the list.
   *
   * @param what says in the progress what they are
   */
  public List<Path> fetchAll(String what, List<Wanted> wanted, Progress progress) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Downloads::daemon);
    long bytes = wanted.stream().mapToLong(file -> file.checksum().size()).sum();
    try (Progress.Transfer transfer = progress.transfer(what, bytes)) {
      List<Future<Path>> files = new ArrayList<>();
      for (Wanted file : wanted) {
        files.add(threads.submit(() -> fetch(file, transfer)));
      }
      List<Path> paths = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        paths.add(result(files.get(i), wanted.get(i)));
      }
      return paths;
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * A file in the cache of which nobody says how large it is, fetched only when it is not there.
   *
   * @param most bytes that it may have
   */
  public Path fetch(URI address, String sha256, long most, Progress progress) {
    Optional<Path> cached = cache.find(sha256);
    return cached.isPresent() ? cached.get() : fetchAlone(address, sha256, most, progress);
  }

  @SuppressWarnings("try") // The lock is there to be held.
  private Path fetchAlone(URI address, String sha256, long most, Progress progress) {
    try (LockFile alone = cache.alone(sha256)) {
      Optional<Path> fetched = cache.find(sha256);
      return fetched.isPresent() ? fetched.get() : fetchNow(address, sha256, most, progress);
    }
  }

  private Path fetchNow(URI address, String sha256, long most, Progress progress) {
    String path = address.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    try (Progress.Transfer transfer = progress.transfer(name, 0);
        Incoming file = cache.begin()) {
      return fetcher.fetch(
          address,
          source -> {
            Receipt receipt = new Receipt(file, transfer);
            file.restart();
            try {
              source.copyTo(receipt, most);
              return cache.keep(file, receipt.checked(sha256));
            } catch (IOException e) {
              receipt.takeBack();
              throw receipt.explained(e);
            }
          });
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "download");
    thread.setDaemon(true);
    return thread;
  }

  private static Path result(Future<Path> file, Wanted wanted) {
    try {
      return file.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FetchFailures.interrupted(wanted.address());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Path fetch(Wanted wanted, Progress.Transfer transfer) {
    Optional<Path> cached = find(wanted, transfer);
    return cached.isPresent() ? cached.get() : fetchAlone(wanted, transfer);
  }

  private Optional<Path> find(Wanted wanted, Progress.Transfer transfer) {
    Optional<Path> cached = cache.find(wanted.checksum());
    cached.ifPresent(file -> transfer.arrived(wanted.checksum().size()));
    return cached;
  }

  /** Several builds may want it at the same time: one fetches it, and the others wait. */
  @SuppressWarnings("try") // The lock is there to be held.
  private Path fetchAlone(Wanted wanted, Progress.Transfer transfer) {
    try (LockFile alone = cache.alone(wanted.checksum().sha256())) {
      Optional<Path> fetched = find(wanted, transfer);
      return fetched.isPresent() ? fetched.get() : fetchNow(wanted, transfer);
    }
  }

  private Path fetchNow(Wanted wanted, Progress.Transfer transfer) {
    try (Incoming file = cache.begin()) {
      return fetcher.fetch(wanted.address(), source -> receive(wanted, source, file, transfer));
    }
  }

  private Path receive(
      Wanted wanted, Fetcher.Source source, Incoming file, Progress.Transfer transfer)
      throws IOException {
    Receipt receipt = new Receipt(file, transfer);
    file.restart();
    try {
      source.copyTo(receipt, wanted.checksum().size());
      receipt.check(wanted.checksum());
    } catch (IOException e) {
      receipt.takeBack();
      throw receipt.explained(e);
    }
    return cache.keep(file, wanted.checksum());
  }

  /** Writes, counts and digests what arrives in one try. */
  private static final class Receipt implements Fetcher.Sink {
    private final Incoming file;
    private final Progress.Transfer transfer;
    private final MessageDigest digest = Sha256.start();
    private long size;
    private boolean webPage;

    Receipt(Incoming file, Progress.Transfer transfer) {
      this.file = file;
      this.transfer = transfer;
    }

    @Override
    public void write(byte[] block, int length) {
      webPage |= size == 0 && WebPage.is(block, length);
      file.write(block, length);
      digest.update(block, 0, length);
      size += length;
      transfer.arrived(length);
    }

    IOException explained(IOException failure) {
      return webPage ? new WrongContent(WebPage.WHY) : failure;
    }

    void check(Checksum wanted) throws WrongContent {
      if (size != wanted.size()) {
        throw new WrongContent("it ends after " + size + " of " + wanted.size() + " bytes");
      }
      checked(wanted.sha256());
    }

    Checksum checked(String sha256) throws WrongContent {
      Checksum found = Checksum.of(digest, size);
      if (!found.sha256().equals(sha256)) {
        throw new WrongContent("its SHA256 is " + found.sha256() + " instead of " + sha256);
      }
      return found;
    }

    void takeBack() {
      transfer.arrived(-size);
    }
  }
}
