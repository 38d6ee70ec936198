/** Images come from elsewhere into a store, and leave it. */
package jbuild.builder.transfer;
