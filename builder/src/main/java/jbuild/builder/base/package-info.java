/** Images that others are built on: what they are, and how their files come into the new one. */
package jbuild.builder.base;
