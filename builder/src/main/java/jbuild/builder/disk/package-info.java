/**
 * What a raw disk looks like: its partitions, their file systems, and how both come into a file.
 */
package jbuild.builder.disk;
