/** What a machine has of a network, and what the host does for it. */
package jbuild.runner.network;
