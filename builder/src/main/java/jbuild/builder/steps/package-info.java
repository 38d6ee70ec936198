/** One record per step of a build. */
package jbuild.builder.steps;
