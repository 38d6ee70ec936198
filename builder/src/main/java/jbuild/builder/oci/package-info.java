/** Bundles of the Open Container Initiative: config.json becomes settings of a machine. */
package jbuild.builder.oci;
