package jbuild.builder.repository;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Knows the pages that proxies and login portals send in place of what was asked for. */
final class WebPage {
  static final String WHY = "a web page came instead";

  private static final int ENOUGH = 256;

  private WebPage() {}

  static boolean is(byte[] block, int length) {
    String start =
        new String(block, 0, Math.min(length, ENOUGH), StandardCharsets.ISO_8859_1)
            .stripLeading()
            .toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype html") || start.startsWith("<html");
  }
}
