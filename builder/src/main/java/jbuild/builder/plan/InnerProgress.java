package jbuild.builder.plan;

import java.time.Duration;

/** How a build goes that is one step of another. */
public record InnerProgress(Progress outer) implements Progress {
  @Override
  public void started(int number, int total, String step) {
    outer.detail(step);
  }

  @Override
  public void finished(int number, int total, String step, Duration took) {}

  @Override
  public void detail(String line) {
    outer.detail(line);
  }

  @Override
  public Transfer transfer(String what, long bytes) {
    return outer.transfer(what, bytes);
  }
}
