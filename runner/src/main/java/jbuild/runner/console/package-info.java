/** Our terminal, and that of a machine. */
package jbuild.runner.console;
