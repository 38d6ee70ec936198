/** Fedora and its family: dnf, of both generations. */
package jbuild.builder.distribution.dnf;
