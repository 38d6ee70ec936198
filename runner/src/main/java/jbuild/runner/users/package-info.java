/** The users of machines: ranges of the host's ids, who owns a tree, users of the host inside. */
package jbuild.runner.users;
