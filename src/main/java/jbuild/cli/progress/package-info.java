/** Tells the user how a build goes, on a terminal and elsewhere. */
package jbuild.cli.progress;
