/** The packet filter of the kernel: tables of our own, and what others have set up in theirs. */
package jbuild.runner.network.nft;
