package jbuild.builder.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The packages that a disk needs so that firmware starts it.
 *
 * @param kernels by architecture
 * @param initrd make what a kernel finds its system with
 * @param loader has the programs for firmware
 */
public record BootPackages(Map<String, String> kernels, List<String> initrd, String loader) {
  public BootPackages {
    kernels = Map.copyOf(kernels);
    initrd = List.copyOf(initrd);
    Objects.requireNonNull(loader);
  }

  /**
   * Those of one image.
   *
   * @param kernel in place of the distribution's own
   */
  public List<String> of(Release release, String architecture, Optional<String> kernel) {
    List<String> packages = new ArrayList<>();
    packages.add(kernel.orElseGet(() -> kernels.get(architecture)));
    packages.addAll(initrd);
    packages.add(release.loader().orElse(loader));
    return List.copyOf(packages);
  }
}
