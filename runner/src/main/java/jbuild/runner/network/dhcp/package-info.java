/** DHCPv4 for exactly one machine: it is offered the address that it has anyway. */
package jbuild.runner.network.dhcp;
