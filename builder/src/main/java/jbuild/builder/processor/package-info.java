/** Which machines programs are for, and what runs those of other machines on this host. */
package jbuild.builder.processor;
