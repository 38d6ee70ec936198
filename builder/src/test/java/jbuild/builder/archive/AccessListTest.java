package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessListTest {
  private static final String TEXT =
      "user::rwx,user:12345:r--,user:4294967294:r--,group::r-x,group:54321:rw-,mask::rwx,other::---";

  @Test
  void staysTheSameAsTextAndAsBytes() {
    byte[] bytes = AccessList.ofText(TEXT).orElseThrow().bytes();

    assertEquals(Optional.of(TEXT), AccessList.ofBytes(bytes).map(AccessList::text));
  }

  @Test
  void takesTheNumberThatStarWritesBehindAName() {
    Optional<AccessList> list = AccessList.ofText("user::rw-,user:ada:r--:1000,other::---");

    assertEquals(Optional.of("user::rw-,user:1000:r--,other::---"), list.map(AccessList::text));
  }

  @Test
  void isNotGuessedFromNamesOrDamage() {
    assertEquals(Optional.empty(), AccessList.ofText("user:ada:r--"));
    assertEquals(Optional.empty(), AccessList.ofText("user:4294967295:r--"));
    assertEquals(Optional.empty(), AccessList.ofText("user::rwz"));
    assertEquals(Optional.empty(), AccessList.ofBytes(new byte[] {2, 0, 0}));
    assertEquals(Optional.empty(), AccessList.ofBytes(new byte[12]));
  }
}
