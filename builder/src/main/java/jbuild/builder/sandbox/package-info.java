/** Programs of a build, each in a machine of its own. */
package jbuild.builder.sandbox;
