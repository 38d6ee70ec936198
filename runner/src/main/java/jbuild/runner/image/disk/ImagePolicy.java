package jbuild.runner.image.disk;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which partitions of a disk image may be there, which are used, and how they must be protected;
 * see systemd.image-policy(7).
 *
 * @param rules for the partitions that the policy names
 * @param others for those that it does not name
 */
public record ImagePolicy(Map<PartitionUse, Set<PolicyFlag>> rules, Set<PolicyFlag> others) {
  private static final Set<PartitionUse> NAMED =
      EnumSet.complementOf(EnumSet.of(PartitionUse.GENERIC, PartitionUse.OTHER));

  /** What holds for machines when nobody says anything: see systemd-nspawn(1). */
  public static final ImagePolicy STANDARD =
      of(
          "root=verity+signed+encrypted+unprotected+absent:"
              + "usr=verity+signed+encrypted+unprotected+absent:"
              + "home=encrypted+unprotected+absent:srv=encrypted+unprotected+absent:"
              + "tmp=encrypted+unprotected+absent:var=encrypted+unprotected+absent:"
              + "esp=unprotected+absent:xbootldr=unprotected+absent");

  public ImagePolicy {
    Map<PartitionUse, Set<PolicyFlag>> copy = new EnumMap<>(PartitionUse.class);
    rules.forEach((use, flags) -> copy.put(use, PolicyFlag.completed(flags)));
    rules = Collections.unmodifiableMap(copy);
    others = PolicyFlag.completed(others);
  }

  /** Why a text is no policy. */
  public static final class NoPolicy extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoPolicy(String why) {
      super(why);
    }
  }

  /** Throws {@link NoPolicy} when the text is none. */
  public static ImagePolicy of(String text) {
    switch (text) {
      case "*":
        return new ImagePolicy(Map.of(), PolicyFlag.PRESENCE);
      case "~":
        return new ImagePolicy(Map.of(), Set.of(PolicyFlag.ABSENT));
      case "-":
        return new ImagePolicy(Map.of(), Set.of(PolicyFlag.UNUSED, PolicyFlag.ABSENT));
      case "":
        throw new NoPolicy("it is empty");
      default:
        return parsed(text);
    }
  }

  private static ImagePolicy parsed(String text) {
    Map<PartitionUse, Set<PolicyFlag>> rules = new EnumMap<>(PartitionUse.class);
    Optional<Set<PolicyFlag>> others = Optional.empty();
    for (String rule : text.split(":", -1)) {
      int equals = rule.indexOf('=');
      if (equals < 0) {
        throw new NoPolicy("'" + rule + "' is no rule: it has no equal sign");
      }
      String word = rule.substring(0, equals).strip();
      Set<PolicyFlag> flags = flags(rule.substring(equals + 1));
      boolean isSaid =
          word.isEmpty() ? others.isPresent() : rules.putIfAbsent(use(word), flags) != null;
      if (isSaid) {
        throw new NoPolicy("it has two rules for '" + word + "'");
      }
      others = word.isEmpty() ? Optional.of(flags) : others;
    }
    Set<PolicyFlag> ignore = Set.of(PolicyFlag.UNUSED, PolicyFlag.ABSENT);
    return new ImagePolicy(rules, others.orElse(ignore));
  }

  private static PartitionUse use(String word) {
    return NAMED.stream()
        .filter(use -> use.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new NoPolicy("it knows no partition '" + word + "'"));
  }

  private static Set<PolicyFlag> flags(String text) {
    Set<PolicyFlag> flags = new LinkedHashSet<>();
    if (text.isBlank() || text.strip().equals("-")) {
      return flags;
    }
    for (String word : text.split("\\+", -1)) {
      flags.addAll(
          PolicyFlag.named(word.strip())
              .orElseThrow(() -> new NoPolicy("it knows no flag '" + word + "'")));
    }
    return flags;
  }

  /** All that is allowed of partitions for this use. */
  Set<PolicyFlag> of(PartitionUse use) {
    return switch (use) {
      case GENERIC -> of(PartitionUse.ROOT);
      case OTHER -> others;
      case ROOT_VERITY -> ofHashes(use, PartitionUse.ROOT, PolicyFlag.VERITY);
      case ROOT_VERITY_SIGNATURE -> ofHashes(use, PartitionUse.ROOT, PolicyFlag.SIGNED);
      case USR_VERITY -> ofHashes(use, PartitionUse.USR, PolicyFlag.VERITY);
      case USR_VERITY_SIGNATURE -> ofHashes(use, PartitionUse.USR, PolicyFlag.SIGNED);
      default -> rules.getOrDefault(use, others);
    };
  }

  /** Where the policy does not name them, hashes are needed when what they protect needs them. */
  private Set<PolicyFlag> ofHashes(PartitionUse use, PartitionUse data, PolicyFlag protection) {
    Set<PolicyFlag> protects = rules.getOrDefault(data, Set.of());
    boolean wanted =
        protects.contains(protection)
            || protection == PolicyFlag.VERITY && protects.contains(PolicyFlag.SIGNED);
    if (rules.containsKey(use) || !wanted) {
      return rules.getOrDefault(use, others);
    }
    Set<PolicyFlag> flags = EnumSet.of(PolicyFlag.UNUSED, PolicyFlag.ABSENT);
    Set<PolicyFlag> weaker = EnumSet.of(PolicyFlag.UNPROTECTED, PolicyFlag.ENCRYPTED);
    if (Collections.disjoint(protects, weaker)) {
      flags.retainAll(protects);
    }
    flags.add(PolicyFlag.UNPROTECTED);
    return PolicyFlag.completed(flags);
  }

  /** Whether a partition for this use is used when it is there. */
  boolean uses(PartitionUse use) {
    return !Collections.disjoint(of(use), PolicyFlag.PROTECTIONS);
  }

  /** The flags of a kind that are allowed, as somebody would write them. */
  String shown(PartitionUse use, Set<PolicyFlag> kind) {
    return Arrays.stream(PolicyFlag.values())
        .filter(flag -> kind.contains(flag) && of(use).contains(flag))
        .map(PolicyFlag::word)
        .collect(Collectors.joining("+"));
  }

  static Set<PartitionUse> named() {
    return NAMED;
  }
}
