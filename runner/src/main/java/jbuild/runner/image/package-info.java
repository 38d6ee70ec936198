/** What lies on disk: trees of files, and where machines are kept. */
package jbuild.runner.image;
