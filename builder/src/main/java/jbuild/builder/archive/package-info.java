/** Trees of files become archives, and archives that may be hostile become trees. */
package jbuild.builder.archive;
