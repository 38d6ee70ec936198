/** What the user typed: one class per verb, no logic. */
package jbuild.cli;
