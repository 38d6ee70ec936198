package jbuild.builder.repository;

import java.io.IOException;

/** Something else arrived than was asked for. A second try may bring the right thing. */
final class WrongContent extends IOException {
  private static final long serialVersionUID = 1L;

  WrongContent(String why) {
    super(why);
  }
}
