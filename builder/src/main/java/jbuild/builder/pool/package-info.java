/** Where the file system of a pool comes from. */
package jbuild.builder.pool;
