/** Looks at what builds need of this host. */
package jbuild.builder.doctor;
