/** Services of the host's system: a small client of D-Bus, loaded only where it is needed. */
package jbuild.runner.bus;
