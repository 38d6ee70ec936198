/** The verbs of the image store, in jbuild's own words and in those of machinectl and importctl. */
package jbuild.cli.store;
