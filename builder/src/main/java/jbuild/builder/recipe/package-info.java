/** TOML and profiles become an immutable Recipe, or problems with their positions. */
package jbuild.builder.recipe;
