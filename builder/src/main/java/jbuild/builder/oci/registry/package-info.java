/** Registries of images, as the distribution specification of the Open Container Initiative. */
package jbuild.builder.oci.registry;
