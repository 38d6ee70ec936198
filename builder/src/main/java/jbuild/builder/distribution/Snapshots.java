package jbuild.builder.distribution;

import java.net.URI;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a distribution keeps what it was at some time, if it does.
 *
 * @param addresses by the names of mirrors; {@code {time}}, {@code {year}}, {@code {month}} and
 *     {@code {day}} in them stand for what they say
 * @param first the day that they begin with, when that is known
 */
public record Snapshots(Map<String, String> addresses, Optional<LocalDate> first) {
  public Snapshots {
    Objects.requireNonNull(first);
    addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
    addresses.values().forEach(address -> at(address, LocalDate.EPOCH));
  }

  /** The mirrors that it is kept of. */
  public List<String> names() {
    return List.copyOf(addresses.keySet());
  }

  /** What a mirror was on a day; nothing where nobody keeps that. */
  public Optional<URI> of(String mirror, LocalDate day) {
    return Optional.ofNullable(addresses.get(mirror)).map(address -> at(address, day));
  }

  private static URI at(String address, LocalDate day) {
    String date = day.toString();
    return URI.create(
        address
            .replace("{time}", date.replace("-", "") + "T000000Z")
            .replace("{year}", date.substring(0, 4))
            .replace("{month}", date.substring(5, 7))
            .replace("{day}", date.substring(8)));
  }
}
