/** What is in an image, and how it gets there. */
package jbuild.builder;
