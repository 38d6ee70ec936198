/** Words, as people write them. */
package jbuild.builder.text;
