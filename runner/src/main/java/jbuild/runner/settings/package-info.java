/** What is decided about a machine before it starts: values that are valid because they exist. */
package jbuild.runner.settings;
