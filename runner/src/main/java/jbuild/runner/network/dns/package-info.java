/** Names for machines: those of other machines, and the world's. */
package jbuild.runner.network.dns;
