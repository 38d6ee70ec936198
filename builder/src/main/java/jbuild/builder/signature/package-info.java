/** Signatures of ours: OpenPGP, with keys of users. */
package jbuild.builder.signature;
