/** Waiting, but not forever. */
package jbuild.builder.time;
