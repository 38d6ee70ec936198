package jbuild.runner.network.dhcp;

/** The options of DHCP that we read or write; see RFC 2132 where no other is named. */
final class OptionCode {
  static final int PAD = 0;
  static final int SUBNET_MASK = 1;
  static final int ROUTER = 3;
  static final int RESOLVERS = 6;
  static final int HOST_NAME = 12;
  static final int DOMAIN = 15;
  static final int MTU = 26;
  static final int BROADCAST = 28;
  static final int ADDRESS = 50;
  static final int SECONDS = 51;
  static final int OVERLOAD = 52;
  static final int MESSAGE_TYPE = 53;
  static final int SERVER = 54;
  static final int ASKED = 55;
  static final int MESSAGE = 56;
  static final int LARGEST = 57;
  static final int RENEWAL = 58;
  static final int REBINDING = 59;
  static final int CLIENT = 61;

  /** RFC 4039. */
  static final int RAPID_COMMIT = 80;

  /** RFC 3397. */
  static final int SEARCH = 119;

  /** RFC 3442. */
  static final int ROUTES = 121;

  static final int END = 255;

  private OptionCode() {}
}
