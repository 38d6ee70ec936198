/** What package tools of the rpm family have in common: places, keys, repositories, errors. */
package jbuild.builder.distribution.rpm;
