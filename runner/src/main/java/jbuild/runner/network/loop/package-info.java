/** One thread for many channels. */
package jbuild.runner.network.loop;
