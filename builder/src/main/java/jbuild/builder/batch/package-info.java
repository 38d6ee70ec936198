/** Several images built at the same time: how many, in which order, and what came out of each. */
package jbuild.builder.batch;
