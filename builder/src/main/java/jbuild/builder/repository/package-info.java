/** Package repositories: what they hold, whether to believe it, and how to fetch it. */
package jbuild.builder.repository;
