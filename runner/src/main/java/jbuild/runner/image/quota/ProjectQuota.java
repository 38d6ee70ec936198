package jbuild.runner.image.quota;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import jbuild.runner.image.TreeWalk;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.ProjectQuotas;
import jbuild.runner.linux.QuotaUsage;
import jbuild.runner.linux.SyscallFailure;

/** That of a directory whose files are a project of their own. */
record ProjectQuota(Path directory) implements ImageQuota {
  /** Above those that people give by hand, in /etc/projects; see projects(5). */
  private static final int FIRST = 0x4a000000;

  private static final int LAST = 0x4affffff;

  @Override
  public Optional<QuotaUsage> usage() {
    try (Fd top = open()) {
      int project = ProjectQuotas.project(top);
      return project == 0 ? Optional.empty() : ProjectQuotas.usage(top, project);
    } catch (SyscallFailure failure) {
      if (isUnknown(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public void limit(OptionalLong bytes) {
    try (Fd top = open()) {
      int project = ProjectQuotas.project(top);
      if (project == 0 && bytes.isPresent()) {
        project = unused(top);
        join(top, project);
      }
      if (project != 0) {
        ProjectQuotas.limit(top, project, bytes);
      }
    } catch (SyscallFailure failure) {
      throw isUnknown(failure) ? NoQuota.failure(directory) : failure;
    }
  }

  private int unused(Fd top) {
    while (true) {
      int project = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      QuotaUsage usage =
          ProjectQuotas.usage(top, project).orElseThrow(() -> NoQuota.failure(directory));
      if (usage.used() == 0 && usage.limit().isEmpty()) {
        return project;
      }
    }
  }

  /** The top last: whoever is interrupted then starts again. */
  private static void join(Fd top, int project) {
    TreeWalk.visit(
        top,
        (path, place, status) -> {
          if (path.bytes().length > 0 && (status.isDirectory() || status.isRegular())) {
            try (Fd file = Descriptors.reopen(place, Descriptors.O_RDONLY)) {
              ProjectQuotas.join(file, status.isDirectory(), project);
            }
          }
        });
    ProjectQuotas.join(top, true, project);
  }

  private Fd open() {
    return Descriptors.onHost(
        BytePath.of(directory.toString()), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
  }

  private static boolean isUnknown(SyscallFailure failure) {
    return switch (failure.errno()) {
      case Errno.ENOTTY, Errno.EOPNOTSUPP, Errno.EINVAL, Errno.ENOSYS, Errno.ESRCH -> true;
      default -> false;
    };
  }
}
