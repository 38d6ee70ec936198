/** Copies of trees and disk images: shared with the original wherever the file system can. */
package jbuild.runner.image.copy;
