/** Ports of the host that lead into machines. */
package jbuild.runner.network.publish;
