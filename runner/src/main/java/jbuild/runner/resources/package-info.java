/** What a machine may use of this host: memory, processors, processes, devices. */
package jbuild.runner.resources;
