package jbuild.runner.linux;

import java.util.OptionalLong;

/**
 * What a file system counts for a part of itself, in bytes.
 *
 * @param used in all
 * @param exclusive of it: gone when the part is; empty where that is not counted
 * @param limit of what is used
 * @param exclusiveLimit of what is exclusive
 */
public record QuotaUsage(
    long used, OptionalLong exclusive, OptionalLong limit, OptionalLong exclusiveLimit) {}
