/** The kernel, one class per area. Nothing outside this package sees JNA or a system call. */
package jbuild.runner.linux;
