/** What the host itself does for machines with a network, and what others on it do meanwhile. */
package jbuild.runner.network.host;
