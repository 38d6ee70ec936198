/** How to run things on Linux: images on disk, and machines that run them. */
package jbuild.runner;
