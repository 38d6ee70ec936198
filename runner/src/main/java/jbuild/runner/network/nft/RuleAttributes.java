package jbuild.runner.network.nft;

import java.nio.charset.StandardCharsets;

/** What messages about rules consist of; from {@code linux/netfilter/nf_tables.h}. */
final class RuleAttributes {
  static final int TABLE = 1;
  static final int CHAIN = 2;
  static final int HANDLE = 3;
  static final int EXPRESSIONS = 4;
  static final int USER_DATA = 7;

  /** One of a list. */
  static final int ELEMENT = 1;

  /** NFTNL_UDATA_RULE_COMMENT: where the programs nft and iptables keep and show a comment too. */
  private static final int COMMENT = 0;

  private static final int LONGEST_COMMENT = 127;

  private RuleAttributes() {}

  /** Type, length, and a text with a NUL at its end. */
  static byte[] userData(String comment) {
    byte[] text = (comment + "\0").getBytes(StandardCharsets.UTF_8);
    if (text.length > LONGEST_COMMENT) {
      throw new IllegalArgumentException("too long a comment: " + comment);
    }
    byte[] data = new byte[2 + text.length];
    data[0] = COMMENT;
    data[1] = (byte) text.length;
    System.arraycopy(text, 0, data, 2, text.length);
    return data;
  }
}
