/** The images that machines are started from by name, and what can be done to them. */
package jbuild.runner.image.store;
