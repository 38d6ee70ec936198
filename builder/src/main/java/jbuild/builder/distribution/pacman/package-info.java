/** Arch and its descendants, installed by pacman. */
package jbuild.builder.distribution.pacman;
