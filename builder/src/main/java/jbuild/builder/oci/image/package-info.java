/**
 * Images of the Open Container Initiative and of Docker: what they consist of, read from whoever
 * made them and written for whoever wants them.
 */
package jbuild.builder.oci.image;
