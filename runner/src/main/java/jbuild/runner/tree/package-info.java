/** The file tree of a machine: the image, and what a container manager puts on top of it. */
package jbuild.runner.tree;
