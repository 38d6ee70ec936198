package jbuild.builder.batch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import jbuild.builder.plan.Progress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Builds several images at the same time. One that fails keeps no other from being built, unless
 * that is asked for.
 *
 * @param jobs how many are built at the same time
 * @param failFast whether the first failure ends it all
 */
public record Batch(int jobs, boolean failFast) {
  public Batch {
    if (jobs < 1) {
      throw new IllegalArgumentException("nothing can be built by " + jobs + " jobs");
    }
  }

  /** One image to build, and how. */
  public interface Build {
    String name();

    /** Returns the paths of the outputs. */
    List<Path> run(Progress progress);
  }

  /** Tells the user how each build goes. Any thread may call it. */
  public interface News {
    /** The build begins: it tells how it goes. */
    Progress began(String name);

    /** The build has ended. */
    void ended(Result result);
  }

  /**
   * Refuses images that would take each other's place.
   *
   * @param names of the images, by what each is of
   */
  public static void requireDifferent(List<String> names, Function<Integer, String> origin) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Integer before = first.putIfAbsent(names.get(i), i);
      if (before != null) {
        throw new Failure(
            ExitStatus.WRONG_USAGE,
            "cannot build " + origin.apply(before) + " and " + origin.apply(i) + " together",
            "both make an image with the name " + names.get(i),
            "give one of them another image.name, or build each into a directory of its own with"
                + " --output-dir");
      }
    }
  }

  /** Returns what came out of each, in the order of the builds. */
  public List<Result> run(List<? extends Build> builds, News news) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(jobs, Math.max(1, builds.size())), Batch::thread);
    AtomicBoolean ended = new AtomicBoolean();
    List<Future<Result>> running = new ArrayList<>();
    for (Build build : builds) {
      running.add(threads.submit(() -> run(build, news, ended)));
    }
    threads.shutdown();
    List<Result> results = new ArrayList<>();
    List<Throwable> bugs = new ArrayList<>();
    for (Future<Result> each : running) {
      try {
        results.add(each.get());
      } catch (ExecutionException e) {
        bugs.add(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw interrupted();
      }
    }
    if (!bugs.isEmpty()) {
      // The others are finished by now.
      throw thrown(bugs.get(0));
    }
    return results;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "build");
    // When jbuild is told to end, it does not wait for the image.
    thread.setDaemon(true);
    return thread;
  }

  private static Failure interrupted() {
    return new Failure(
        ExitStatus.INTERRUPTED,
        "the builds did not end",
        "jbuild was told to end before",
        "build again; what was there before is still there");
  }

  private static RuntimeException thrown(Throwable bug) {
    if (bug instanceof Error error) {
      throw error;
    }
    return bug instanceof RuntimeException known ? known : new IllegalStateException(bug);
  }

  private Result run(Build build, News news, AtomicBoolean ended) {
    Result result;
    if (ended.get()) {
      result = new Result.LeftOut(build.name());
    } else {
      StoppingProgress progress = new StoppingProgress(news.began(build.name()), ended);
      long start = System.nanoTime();
      try {
        List<Path> outputs = build.run(progress);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        result = new Result.Built(build.name(), outputs, took);
      } catch (Failure failure) {
        result =
            progress.hasStopped()
                ? new Result.LeftOut(build.name())
                : new Result.Failed(build.name(), failure);
        if (failFast) {
          ended.set(true);
        }
      }
    }
    news.ended(result);
    return result;
  }
}
