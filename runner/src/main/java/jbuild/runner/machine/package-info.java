/** A machine: its settings, its start, its console and its end. */
package jbuild.runner.machine;
