/** What stands for content: the hash that everything here is known by. */
package jbuild.builder.digest;
