/** Which addresses machines get: none that the host, or another machine, has already. */
package jbuild.runner.network.pool;
