package jbuild.runner.network;

import jbuild.runner.settings.MachineName;

/** Another machine that runs on this host. */
public record Neighbour(MachineName name, Reach reach) {}
