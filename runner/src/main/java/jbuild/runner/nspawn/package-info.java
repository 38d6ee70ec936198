/** The language of systemd-nspawn(1): its options, what may follow them, and what they mean. */
package jbuild.runner.nspawn;
