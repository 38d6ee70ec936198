/** Scopes of systemd: where it runs the host, it knows of machines and limits them. */
package jbuild.runner.scope;
