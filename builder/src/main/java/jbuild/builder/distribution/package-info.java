/** What jbuild knows of distributions: the facts are YAML in profiles/distributions. */
package jbuild.builder.distribution;
