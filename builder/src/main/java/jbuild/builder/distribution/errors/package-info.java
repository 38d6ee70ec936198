/** What package tools say when they fail, put into words that help. */
package jbuild.builder.distribution.errors;
