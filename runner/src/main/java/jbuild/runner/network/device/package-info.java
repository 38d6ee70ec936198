/** The devices that join a machine with the host's network, one class for each kind. */
package jbuild.runner.network.device;
