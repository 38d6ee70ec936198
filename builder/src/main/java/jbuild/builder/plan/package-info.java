/** The steps of a build: what they are, what they work on, and the order they run in. */
package jbuild.builder.plan;
