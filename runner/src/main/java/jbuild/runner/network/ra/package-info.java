/** Router advertisements: how a machine learns its IPv6 prefix, its gateway and its resolvers. */
package jbuild.runner.network.ra;
