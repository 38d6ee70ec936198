/** Tries on this host what machines need, and says what to do about what does not work. */
package jbuild.runner.doctor;
