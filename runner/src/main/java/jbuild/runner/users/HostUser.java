package jbuild.runner.users;

import java.util.Optional;

/**
 * A user of the host with a group of the same name.
 *
 * @param password its hash, where there is one
 */
record HostUser(
    String name, long uid, long gid, String home, String shell, Optional<String> password) {}
