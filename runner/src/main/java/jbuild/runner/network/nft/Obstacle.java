package jbuild.runner.network.nft;

/**
 * A firewall of the host's administrator that keeps packets from or to a machine.
 *
 * @param firewall its name
 * @param command what the administrator can say to let them pass
 */
public record Obstacle(String firewall, String command) {}
