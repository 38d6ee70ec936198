package jbuild.runner.scope;

import static jbuild.runner.scope.LimitProperties.number;
import static jbuild.runner.scope.LimitProperties.property;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.Booleans;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.bus.Value;
import jbuild.runner.resources.Amount;
import jbuild.runner.resources.NumberSet;

/**
 * A property that only systemd can see to: its value as a text becomes one of the type that
 * org.freedesktop.systemd1(5) names. What it may be, systemd knows.
 */
final class OtherProperty {
  private static final long NONE = -1;
  private static final long WHOLE_SCALE = 0xffff_ffffL;
  private static final int WHOLE = 10_000;

  private static final Set<String> TEXTS =
      words(
          """
          CollectMode Description FailureAction JobTimeoutAction JobTimeoutRebootArgument
          KillMode ManagedOOMMemoryPressure ManagedOOMPreference ManagedOOMSwap
          MemoryPressureWatch OOMPolicy OnFailureJobMode OnSuccessJobMode RebootArgument
          SourcePath StartLimitAction SuccessAction
          """);

  private static final Set<String> BOOLEANS =
      words(
          """
          AllowIsolate BlockIOAccounting CPUAccounting CoredumpReceive DefaultDependencies
          IOAccounting IPAccounting IgnoreOnIsolate MemoryAccounting MemoryZSwapWriteback
          RefuseManualStart RefuseManualStop SendSIGHUP SendSIGKILL StopWhenUnneeded
          SurviveFinalKillSignal TasksAccounting
          """);

  private static final Set<String> NUMBERS =
      words(
          """
          BlockIOWeight StartupBlockIOWeight StartupCPUShares StartupIOWeight
          """);

  private static final Set<String> SIZES =
      words(
          """
          DefaultMemoryLow DefaultMemoryMin DefaultStartupMemoryLow MemoryLow MemoryMin
          MemoryZSwapMax StartupMemoryHigh StartupMemoryLow StartupMemoryMax
          StartupMemorySwapMax StartupMemoryZSwapMax
          """);

  private static final Set<String> TIMES =
      words(
          """
          CPUQuotaPeriodSec JobRunningTimeoutSec JobTimeoutSec
          ManagedOOMMemoryPressureDurationSec MemoryPressureThresholdSec RuntimeMaxSec
          RuntimeRandomizedExtraSec StartLimitIntervalSec TimeoutStopSec
          """);

  private static final Set<String> LISTS =
      words(
          """
          After Before BindsTo Conflicts DisableControllers Documentation JoinsNamespaceOf
          OnFailure OnSuccess PartOf PropagatesReloadTo PropagatesStopTo ReloadPropagatedFrom
          Requires RequiresMountsFor Requisite StopPropagatedFrom Upholds Wants WantsMountsFor
          """);

  private static final Set<String> RATES =
      words(
          """
          BlockIOReadBandwidth BlockIOWriteBandwidth IOReadBandwidthMax IOReadIOPSMax
          IOWriteBandwidthMax IOWriteIOPSMax
          """);

  private final String name;
  private final String value;

  private OtherProperty(String name, String value) {
    this.name = name;
    this.value = value;
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /**
   * @param assignment {@code NAME=VALUE}
   * @throws Failure when it is of no known type, or the value is not of it
   */
  static Value of(String assignment) {
    int equals = assignment.indexOf('=');
    String name = assignment.substring(0, equals);
    return new OtherProperty(name, assignment.substring(equals + 1).strip()).typed();
  }

  private Value typed() {
    if (TEXTS.contains(name)) {
      return property(name, Value.text(value));
    }
    if (BOOLEANS.contains(name)) {
      return property(name, Value.truth(or(Booleans.find(value), "write yes or no")));
    }
    if (NUMBERS.contains(name)) {
      return number(name, value.isEmpty() ? NONE : whole(value));
    }
    if (SIZES.contains(name)) {
      return size();
    }
    if (TIMES.contains(name)) {
      String micros = name.substring(0, name.length() - "Sec".length()) + "USec";
      return number(micros, value.isEmpty() ? NONE : time(value));
    }
    if (LISTS.contains(name)) {
      List<String> words = value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
      return property(name, Value.texts(words));
    }
    if (RATES.contains(name)) {
      return perDevice(name);
    }
    return single();
  }

  /** Those that have a type for themselves. */
  private Value single() {
    return switch (name) {
      case "Delegate" -> delegation();
      case "StartupCPUWeight" ->
          number(name, value.isEmpty() ? NONE : value.equals("idle") ? 0 : whole(value));
      case "StartLimitBurst" -> property(name, Value.uint32(whole(value)));
      case "StartupAllowedCPUs", "StartupAllowedMemoryNodes" -> property(name, numbers());
      case "ManagedOOMMemoryPressureLimit" ->
          property(name, scale(Amount.percentage(value).map(Amount::number)));
      case "IODeviceWeight", "BlockIODeviceWeight" -> perDevice(name);
      case "IODeviceLatencyTargetSec" -> perDevice("IODeviceLatencyTargetUSec");
      case "IPAddressAllow", "IPAddressDeny" ->
          property(
              name, or(AddressList.parse(value), "write addresses with lengths of their prefixes"));
      default ->
          throw new Failure(
              ExitStatus.FAILED,
              "cannot use --property=" + name + "=" + value,
              "it is no property of scopes that jbuild could pass on",
              "leave it out, or write it into a drop-in file of the scope");
    };
  }

  private Value delegation() {
    Optional<Boolean> truth = Booleans.find(value);
    return truth.isPresent()
        ? property(name, Value.truth(truth.get()))
        : property("DelegateControllers", Value.texts(List.of(value.split("\\s+"))));
  }

  private Value numbers() {
    return value.isEmpty()
        ? Value.bytes()
        : LimitProperties.mask(or(NumberSet.parse(value), "write numbers, for example 0-2,5"));
  }

  /** Empty means none of what is guaranteed, and no limit of what is limited. */
  private Value size() {
    if (value.equals("infinity") || value.isEmpty()) {
      boolean guarantee = name.endsWith("Low") || name.endsWith("Min");
      return number(name, value.isEmpty() && guarantee ? 0 : NONE);
    }
    Amount amount = or(Amount.size(value), "write bytes, also with K, M, G or T, or infinity");
    return amount.unit() == Amount.Unit.ONE
        ? number(name, amount.number())
        : property(name + "Scale", scale(Optional.of(amount.number())));
  }

  private Value scale(Optional<Long> permyriads) {
    long parts = or(permyriads, "write a percentage up to 100%");
    return Value.uint32((parts * WHOLE_SCALE + WHOLE / 2) / WHOLE);
  }

  private Value perDevice(String property) {
    if (value.isEmpty()) {
      return property(property, Value.array("(st)", List.of()));
    }
    String[] words = value.split("\\s+", 2);
    if (words.length < 2) {
      throw unfit("write a device and then the value");
    }
    long number =
        RATES.contains(name)
            ? rate(words[1])
            : name.endsWith("Sec") ? time(words[1]) : whole(words[1]);
    Value pair = Value.struct(Value.text(words[0]), Value.uint64(number));
    return property(property, Value.array("(st)", List.of(pair)));
  }

  private long rate(String text) {
    return text.equals("infinity")
        ? NONE
        : or(Amount.rate(text), "write bytes, also with K, M, G or T, 1000 of each other");
  }

  private long time(String text) {
    return or(Timespan.parse(text), "write a span of time such as 2min 30s");
  }

  private long whole(String text) {
    return or(
        Amount.count(text).filter(amount -> amount.unit() == Amount.Unit.ONE).map(Amount::number),
        "write a whole number");
  }

  private <T> T or(Optional<T> parsed, String fix) {
    return parsed.orElseThrow(() -> unfit(fix));
  }

  private Failure unfit(String fix) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot use --property=" + name + "=" + value,
        "'" + value + "' is no value of it",
        fix);
  }
}
