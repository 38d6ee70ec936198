package jbuild.runner.tree;

/**
 * A mount that the machine's first process moves to where it belongs.
 *
 * @param place where it is meanwhile
 */
public record LateMount(String place, String target) {}
