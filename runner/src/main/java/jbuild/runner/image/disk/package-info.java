/** Disk images: what lies on them, believed only as far as it was checked. */
package jbuild.runner.image.disk;
