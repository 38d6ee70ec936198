/** How much images use of their file system, and may use. */
package jbuild.runner.image.quota;
