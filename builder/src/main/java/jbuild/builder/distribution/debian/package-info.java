/** Debian and its family: debootstrap, and the image's own apt. */
package jbuild.builder.distribution.debian;
