package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import jbuild.runner.machine.Outcome;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import org.junit.jupiter.api.Test;

/** What systemd-nspawn 252 says, word for word. */
class NspawnNewsTest {
  private static final Path IMAGE = Path.of("/images/one");
  private static final MachineSettings SETTINGS =
      MachineSettings.of(new MachineName("one"), IMAGE, new Payload.Boot(List.of()));

  @Test
  void namesTheSignalThatEndedAMachine() {
    assertEquals(
        "Container one terminated by signal KILL.\n",
        said(true, news -> news.ended(SETTINGS, new Outcome(Outcome.Kind.KILLED, 9))));
    assertEquals(
        "Container one terminated by signal RTMIN+3.\n",
        said(true, news -> news.ended(SETTINGS, new Outcome(Outcome.Kind.KILLED, 37))));
  }

  @Test
  void saysWhetherATemplateWasCopied() {
    Path template = Path.of("/images/template");

    assertEquals(
        "Populated /images/one from template /images/template.\n",
        said(false, news -> news.fetched(IMAGE, template, true)));
    assertEquals(
        "Directory /images/one already exists, not populating from template /images/template.\n",
        said(false, news -> news.fetched(IMAGE, template, false)));
    assertEquals("", said(true, news -> news.fetched(IMAGE, template, false)));
  }

  private static String said(boolean quiet, Consumer<NspawnNews> told) {
    StringWriter text = new StringWriter();
    told.accept(new NspawnNews(new PrintWriter(text), quiet));
    return text.toString();
  }
}
