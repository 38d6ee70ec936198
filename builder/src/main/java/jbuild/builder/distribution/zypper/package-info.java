/** openSUSE: zypper. */
package jbuild.builder.distribution.zypper;
