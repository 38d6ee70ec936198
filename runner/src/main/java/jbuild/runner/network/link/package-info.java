/** Links, addresses and routes of a network namespace, and what systemd-nspawn calls its own. */
package jbuild.runner.network.link;
