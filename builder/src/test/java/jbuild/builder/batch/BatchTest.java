package jbuild.builder.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Function;
import jbuild.builder.plan.Progress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final List<String> news = Collections.synchronizedList(new ArrayList<>());

  @Test
  void returnsTheOutputsInTheOrderOfTheImagesWhicheverIsFinishedFirst() {
    CountDownLatch secondIsDone = new CountDownLatch(1);

    List<Result> results =
        run(
            new Batch(2, false),
            build(
                "slow",
                progress -> {
                  await(secondIsDone);
                  return outputs("slow");
                }),
            build(
                "fast",
                progress -> {
                  secondIsDone.countDown();
                  return outputs("fast");
                }));

    assertEquals(List.of("built slow [/out/slow]", "built fast [/out/fast]"), shown(results));
  }

  @Test
  void buildsAsManyAtATimeAsItIsTold() {
    CyclicBarrier three = new CyclicBarrier(3);
    Function<Progress, List<Path>> meeting =
        progress -> {
          await(three);
          return outputs("x");
        };

    List<Result> results =
        run(new Batch(3, false), build("a", meeting), build("b", meeting), build("c", meeting));

    assertEquals(3, results.size());
  }

  @Test
  void buildsOneAfterTheOtherWithOneJob() {
    run(new Batch(1, false), good("a"), good("b"));

    assertEquals(List.of("+a", "-a", "+b", "-b"), news);
  }

  @Test
  void finishesTheOthersWhenOneFails() {
    List<Result> results = run(new Batch(1, false), bad("a"), good("b"));

    assertEquals(List.of("failed a no space", "built b [/out/b]"), shown(results));
  }

  @Test
  void beginsNoOtherOnRequestWhenOneHasFailed() {
    List<Result> results = run(new Batch(1, true), bad("a"), good("b"));

    assertEquals(List.of("failed a no space", "left out b"), shown(results));
    assertEquals(List.of("+a", "-a", "-b"), news);
  }

  @Test
  void endsTheOthersBeforeTheirNextStepOnRequest() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);

    List<Result> results =
        new Batch(2, true)
            .run(
                List.of(
                    build(
                        "a",
                        progress -> {
                          await(running);
                          throw noSpace();
                        }),
                    build(
                        "b",
                        progress -> {
                          progress.started(1, 2, "first");
                          running.countDown();
                          await(failed);
                          progress.started(2, 2, "second");
                          return outputs("b");
                        })),
                new News() {
                  @Override
                  public void ended(Result result) {
                    failed.countDown();
                  }
                });

    assertEquals(List.of("failed a no space", "left out b"), shown(results));
  }

  @Test
  void showsABugOnlyAfterTheOthersAreBuilt() {
    Batch.Build broken =
        build(
            "a",
            progress -> {
              throw new IllegalStateException("a bug");
            });

    assertThrows(IllegalStateException.class, () -> run(new Batch(1, false), broken, good("b")));
    assertTrue(news.contains("-b"), news.toString());
  }

  @Test
  void refusesTwoImagesOfOneName() {
    List<String> files = List.of("a.toml", "b.toml");

    Failure failure =
        assertThrows(
            Failure.class, () -> Batch.requireDifferent(List.of("web", "web"), files::get));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    assertEquals("cannot build a.toml and b.toml together", failure.what());
    assertEquals("both make an image with the name web", failure.why());
  }

  @Test
  void namesTheOnlyImageThatFailed() {
    Failure failure = failure(run(new Batch(1, false), bad("a"), good("b"), good("c")));

    assertEquals("a: no space", failure.what());
    assertEquals("the disk is full", failure.why());
    assertEquals("free some; the other 2 images are built", failure.fix());
    assertEquals(List.of("the last line of a tool"), failure.details());
    assertEquals(ExitStatus.FAILED, failure.status());
  }

  @Test
  void showsEachFailureWhenThereAreSeveral() {
    Batch.Build other =
        build(
            "b",
            progress -> {
              throw new Failure(ExitStatus.NETWORK, "no mirror", "it is silent", "wait");
            });

    Failure failure = failure(run(new Batch(1, false), bad("a"), other));

    assertEquals("cannot build 2 of the 2 images", failure.what());
    assertEquals("a, b failed; what is wrong with each of them is above", failure.why());
    assertEquals(
        List.of(
            "the last line of a tool",
            "a: no space",
            "  why: the disk is full",
            "  fix: free some",
            "b: no mirror",
            "  why: it is silent",
            "  fix: wait"),
        failure.details());
    assertEquals(ExitStatus.FAILED, failure.status());
  }

  @Test
  void keepsTheStatusThatAllFailuresHave() {
    Failure network = new Failure(ExitStatus.NETWORK, "no mirror", "it is silent", "wait");
    List<Result> results =
        List.of(new Result.Failed("a", network), new Result.Failed("b", network));

    assertEquals(ExitStatus.NETWORK, failure(results).status());
  }

  @Test
  void saysWhatWasLeftOut() {
    Failure failure = failure(run(new Batch(1, true), bad("a"), good("b")));

    assertEquals("free some; --fail-fast has left out b", failure.fix());
  }

  private class News implements Batch.News {
    @Override
    public Progress began(String name) {
      news.add("+" + name);
      return Progress.SILENT;
    }

    @Override
    public void ended(Result result) {
      news.add("-" + result.name());
    }
  }

  private List<Result> run(Batch batch, Batch.Build... builds) {
    return batch.run(List.of(builds), new News());
  }

  private static Failure failure(List<Result> results) {
    return BatchFailure.of(results).orElseThrow();
  }

  private static List<String> shown(List<Result> results) {
    return results.stream().map(BatchTest::shown).toList();
  }

  private static String shown(Result result) {
    if (result instanceof Result.Built built) {
      return "built " + built.name() + " " + built.outputs();
    }
    return result instanceof Result.Failed failed
        ? "failed " + failed.name() + " " + failed.failure().what()
        : "left out " + result.name();
  }

  private static Batch.Build good(String name) {
    return build(name, progress -> outputs(name));
  }

  private static Batch.Build bad(String name) {
    return build(
        name,
        progress -> {
          throw noSpace();
        });
  }

  private static Failure noSpace() {
    return new Failure(
        ExitStatus.FAILED,
        "no space",
        "the disk is full",
        "free some",
        List.of("the last line of a tool"),
        null);
  }

  private static List<Path> outputs(String name) {
    return List.of(Path.of("/out", name));
  }

  private static Batch.Build build(String name, Function<Progress, List<Path>> action) {
    return new Batch.Build() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Path> run(Progress progress) {
        return action.apply(progress);
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
