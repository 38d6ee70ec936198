/** What is built from sources for an image, in a copy of it that nobody sees. */
package jbuild.builder.sources;
