/** Programs that builds run on the host's side: its own, or Debian's from the cache. */
package jbuild.builder.toolset;
