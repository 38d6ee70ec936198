/** A btrfs in a file, for hosts that have none: subvolumes, clones at once and quotas on any. */
package jbuild.runner.image.pool;
