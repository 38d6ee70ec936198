/** One class per shape of a finished image. */
package jbuild.builder.output;
