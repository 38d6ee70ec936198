package jbuild.builder.distribution;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Packages that an image gets without being asked for them by name.
 *
 * @param base the least that is a system, for tools that do not know it themselves
 * @param bootable what a machine needs beside it to boot to a login
 * @param network what a system needs beside it to ask the network for addresses
 * @param disk what a disk needs to start by itself, where that is known
 * @param locale brings a language; {@code {language}} in it stands for the language's two letters
 */
public record PackageSets(
    List<String> base,
    List<String> bootable,
    List<String> network,
    Optional<BootPackages> disk,
    Optional<String> locale) {
  public PackageSets {
    base = List.copyOf(base);
    bootable = List.copyOf(bootable);
    network = List.copyOf(network);
    Objects.requireNonNull(disk);
    Objects.requireNonNull(locale);
  }

  /** The package that an image needs for a locale such as {@code de_DE.UTF-8}. */
  public Optional<String> localePackage(String wanted) {
    String language = wanted.split("[_.@]", 2)[0];
    return locale.map(name -> name.replace("{language}", language));
  }
}
