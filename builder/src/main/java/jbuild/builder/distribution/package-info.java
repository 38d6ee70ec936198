/** One class per package tool; the facts of each distribution are YAML in profiles/. */
package jbuild.builder.distribution;
