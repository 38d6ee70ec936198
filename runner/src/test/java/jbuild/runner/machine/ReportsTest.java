package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReportsTest {
  @Test
  void askOurManagerToKeepDescriptors() {
    assertEquals(
        "FDSTORE=1\nFDNAME=web\nFDPOLL=0\n",
        Reports.ofStore("STATUS=x\nFDSTORE=1\nFDNAME=web\nFDPOLL=0\nREADY=1", true));
    assertEquals(
        "FDSTOREREMOVE=1\nFDNAME=web\n", Reports.ofStore("FDSTOREREMOVE=1\nFDNAME=web", false));
  }

  @Test
  void askForNothingElse() {
    assertEquals("", Reports.ofStore("FDSTORE=1\nFDNAME=web", false));
    assertEquals("", Reports.ofStore("READY=1\nFDNAME=web", true));
    assertEquals("", Reports.ofStore("STATUS=FDSTORE=1", true));
  }
}
