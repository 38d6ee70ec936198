/**
 * The language of recipes: files, profiles and words of the command line become one document, in
 * which each value knows where it was written.
 */
package jbuild.builder.recipe.language;
