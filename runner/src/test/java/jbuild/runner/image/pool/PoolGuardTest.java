package jbuild.runner.image.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class PoolGuardTest {
  @Test
  void watchesOnAfterTheHostHadNoRoom() throws InterruptedException {
    CountDownLatch looks = new CountDownLatch(2);
    PoolGuard guard =
        PoolGuard.of(
            () -> {
              looks.countDown();
              throw new Failure(ExitStatus.FAILED, "cannot grow", "no space left", "free some");
            });
    try {
      assertTrue(looks.await(10, TimeUnit.SECONDS));
    } finally {
      guard.end();
    }
  }
}
