/** Manual pages, made from what the command line is made from. */
package jbuild.cli.manual;
