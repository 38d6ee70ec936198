package jbuild.runner.nspawn;

import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.SharedNamespace;
import jbuild.runner.settings.FileView.KernelAccess;
import jbuild.runner.settings.FileView.Volatility;
import jbuild.runner.settings.Integration.JournalLink;
import jbuild.runner.settings.Users.Mapping;
import jbuild.runner.settings.Users.Ownership;

/** Options that do not fit together; see systemd-nspawn(1). */
final class Conflicts {
  private final Draft draft;

  private Conflicts(Draft draft) {
    this.draft = draft;
  }

  static void check(Draft draft, Target target) {
    Conflicts conflicts = new Conflicts(draft);
    conflicts.checkImage(target);
    conflicts.checkExecution();
    conflicts.checkUsers();
    conflicts.checkNetwork();
    conflicts.checkIntegration();
  }

  private void checkImage(Target target) {
    ImageDraft image = draft.image;
    refuse(image.directory().isPresent() && image.image().isPresent(), "directory", "image", ROOT);
    refuse(
        image.directory().isPresent() && image.layers().isPresent(), "directory", "mstack", ROOT);
    refuse(image.image().isPresent() && image.layers().isPresent(), "image", "mstack", ROOT);
    if (image.template().isPresent()) {
      refuse(image.image().isPresent(), "template", "image", "a template is a directory");
      refuse(image.layers().isPresent(), "template", "mstack", "a template is a directory");
      refuse(image.ephemeral(), "template", "ephemeral", "a snapshot is a copy already");
      require(
          image.directory().isPresent() || draft.execution.machine().isPresent(),
          "cannot use --template=",
          "nothing says where the copy goes",
          "add --directory= or --machine=");
    }
    refuse(
        image.layers().isPresent() && image.ephemeral(),
        "mstack",
        "ephemeral",
        "layers are not copied");
    boolean ofHost = target.path().getNameCount() == 0;
    boolean safe =
        image.ephemeral()
            || image.volatility() == Volatility.YES
            || image.volatility() == Volatility.STATE;
    require(
        !ofHost || safe,
        "cannot use --directory=/",
        "the machine would change the host's own files",
        "add --ephemeral, --volatile=yes or --volatile=state");
  }

  private static final String ROOT = "a machine has one root";

  private void checkExecution() {
    ExecutionDraft execution = draft.execution;
    refuse(
        execution.boots() && execution.underStub(),
        "boot",
        "as-pid2",
        "an init is the first process");
    refuse(
        execution.boots() && !draft.security.ambient().isEmpty(),
        "boot",
        "ambient-capability",
        "an init gives its services what they need");
    require(
        !execution.boots() || !draft.integration.shared().contains(SharedNamespace.PROCESSES),
        "cannot use --boot",
        "an init is the first process, and the environment says to share the host's processes",
        "unset SYSTEMD_NSPAWN_SHARE_NS_PID and SYSTEMD_NSPAWN_SHARE_SYSTEM");
    String user = execution.user().orElse("root");
    boolean root = user.equals("root") || user.equals("0");
    require(
        root
            || !draft.integration.hasCredentials()
            || draft.security.noNewPrivileges() && !execution.underStub() && !execution.boots(),
        "cannot use credentials together with --uid=",
        "only root could read them",
        "add --no-new-privileges=yes, and run the command as first process");
  }

  private void checkUsers() {
    UsersDraft users = draft.users;
    ImageDraft image = draft.image;
    Mapping mapping = users.mapping();
    boolean ownNumbers = !(mapping instanceof Mapping.None);
    if (users.ownership() == Ownership.CHOWN) {
      refuse(image.readOnly(), "private-users-ownership=chown", "read-only", UNWRITABLE);
      refuse(
          image.volatility() != Volatility.NO,
          "private-users-ownership=chown",
          "volatile",
          UNWRITABLE);
    }
    require(
        !users.bindsUsers() || ownNumbers,
        "cannot use --bind-user=",
        "the machine's users are the host's users",
        "add --private-users=pick");
    boolean fromTree = mapping instanceof Mapping.OfTree || mapping instanceof Mapping.Pick;
    require(
        !draft.mounts.coversRoot() || users.ownership() == Ownership.OFF && !fromTree,
        "cannot use another root for the machine",
        "the owner of the image's root decides over the machine's users",
        "give the range as a number, with --private-users-ownership=off");
    boolean managed = mapping instanceof Mapping.Managed;
    require(
        !managed || draft.network.isOwn() || draft.network.namespace().isPresent(),
        "cannot use --private-users=managed",
        "the machine would have the host's network",
        "add --private-network");
    require(
        managed || users.delegated() == 0,
        "cannot use --private-users-delegate=",
        "only managed machines have further ranges",
        "add --private-users=managed");
    KernelAccess access = draft.here.kernelAccess();
    boolean ownNetwork = draft.network.isOwn() || draft.network.namespace().isPresent();
    require(
        !ownNumbers
            || access == KernelAccess.LOCKED
            || access == KernelAccess.NETWORK && ownNetwork,
        "cannot use --private-users=",
        "$SYSTEMD_NSPAWN_API_VFS_WRITABLE leaves the kernel's interfaces to the host's root",
        "leave one of them out");
  }

  private static final String UNWRITABLE = "the owners of files could not be changed";

  private void checkNetwork() {
    NetworkDraft network = draft.network;
    refuse(network.hasBridgeAndZone(), "network-bridge", "network-zone", "a zone is a bridge");
    require(
        network.namespace().isEmpty() || !network.hasDevices(),
        "cannot use --network-namespace-path= together with other options of networks",
        "what it has is there already",
        "leave one of them out");
    require(
        !network.describesUplink() || network.canHaveUplink(),
        "cannot use --network-uplink=, --network-address= or --network-dns=",
        "the machine has no pair of devices with the host, and is in no zone",
        "add --network-veth or --network-zone=");
    require(
        !network.contradictsUplink(),
        "cannot use --network-address= or --network-dns= together with --network-uplink=no",
        "they say how the machine reaches others",
        "leave one of them out");
    require(
        !network.contradictsKind(),
        "cannot use --network=host or --network=none together with other options of networks",
        "they say that the machine has no links of its own",
        "leave one of them out");
    require(
        !network.hasPorts() || !network.isNone(),
        "cannot use --port=",
        "with --network=none nobody reaches the machine",
        "take --network=veth");
    require(
        !network.hasPorts() || network.isOwn(),
        "cannot use --port=",
        network.namespace().isPresent()
            ? "the machine's network is there already, and others lead into it"
            : "the machine has the host's network, and so its ports",
        "add --network-veth");
  }

  private void checkIntegration() {
    JournalLink journal = draft.integration.journal();
    refuse(
        draft.image.ephemeral() && (journal == JournalLink.HOST || journal == JournalLink.GUEST),
        "ephemeral",
        "link-journal=" + Modes.word(journal),
        "nothing of the machine is kept");
    Optional<String> limit = draft.integration.forwardingLimit();
    require(
        limit.isEmpty() || draft.integration.forwarding().containsKey("forward-journal"),
        "cannot use --" + limit.orElse("") + "=",
        "no journal is collected",
        "add --forward-journal=");
  }

  private static void refuse(boolean both, String one, String other, String why) {
    if (both) {
      throw BadValue.together("--" + one, "--" + other, why);
    }
  }

  private static void require(boolean condition, String what, String why, String fix) {
    if (!condition) {
      throw new Failure(ExitStatus.WRONG_USAGE, what, why, fix);
    }
  }
}
