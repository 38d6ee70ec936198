/** Looks at what builds of a recipe will need, without building. */
package jbuild.builder.check;
