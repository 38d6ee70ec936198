package jbuild.runner.tree;

/**
 * A mount that the machine's first process moves to where it belongs.
 *
 * @param place where it is meanwhile
 * @param optional whether the target need not be there
 */
public record LateMount(String place, String target, boolean optional) {}
