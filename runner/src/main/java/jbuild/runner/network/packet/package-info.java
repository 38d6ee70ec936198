/** Packets as they are on the wire, and a thread that answers those of one link. */
package jbuild.runner.network.packet;
