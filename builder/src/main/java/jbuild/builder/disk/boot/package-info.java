/**
 * What makes a disk start by itself: kernel, initrd and boot loader, as firmware looks for them.
 */
package jbuild.builder.disk.boot;
