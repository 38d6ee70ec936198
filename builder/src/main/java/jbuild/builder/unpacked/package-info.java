/** Trees and disks that are made of archives once, and used by many machines. */
package jbuild.builder.unpacked;
