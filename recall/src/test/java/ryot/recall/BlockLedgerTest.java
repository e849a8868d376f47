package ryot.recall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockLedgerTest {

  private static BlockId id(String name) {
    return new BlockId(name);
  }

  private static BlockInfo info(int depth, long nanos) {
    return new BlockInfo(10, depth, nanos);
  }

  @Test
  void nothingGoesWithinTheBudget() {
    BlockLedger ledger = new BlockLedger(30);
    ledger.add(id("a"), info(0, 5));
    ledger.add(id("b"), info(1, 5));
    ledger.add(id("c"), info(2, 5));
    assertThat(ledger.evict()).isNull();
    assertThat(ledger.bytes()).isEqualTo(30);
    assertThat(ledger.fits(31)).isFalse();
  }

  @Test
  void theCheapestGoesFirst() {
    BlockLedger ledger = new BlockLedger(20);
    ledger.add(id("dear"), info(0, 500));
    ledger.add(id("cheap"), info(0, 5));
    ledger.add(id("middling"), info(0, 50));
    assertThat(ledger.evict()).isEqualTo(id("cheap"));
    assertThat(ledger.evict()).isNull();
  }

  @Test
  void ofEqualsTheDeepestGoesFirst() {
    BlockLedger ledger = new BlockLedger(10);
    ledger.add(id("deep"), info(2, 5));
    ledger.add(id("start"), info(0, 5));
    ledger.add(id("middle"), info(1, 5));
    assertThat(ledger.evict()).isEqualTo(id("deep"));
    assertThat(ledger.evict()).isEqualTo(id("middle"));
    assertThat(ledger.find(id("start"))).isNotNull();
  }

  @Test
  void whatIsUsedStaysAndWhatIsNotAges() {
    BlockLedger ledger = new BlockLedger(20);
    ledger.add(id("dear"), info(0, 100));
    for (int i = 0; i < 12; i++) {
      ledger.add(id("used"), info(0, 20));
      ledger.add(id("new" + i), info(0, 20));
      ledger.touch(id("used"));
      BlockId gone = ledger.evict();
      if (id("dear").equals(gone)) {
        assertThat(i).isGreaterThan(2);
        return;
      }
      assertThat(gone).isNotEqualTo(id("used"));
    }
    assertThat(ledger.find(id("dear"))).isNull();
  }

  @Test
  void whatIsAddedAgainCountsOnce() {
    BlockLedger ledger = new BlockLedger(100);
    ledger.add(id("a"), info(0, 5));
    ledger.add(id("a"), info(0, 50));
    assertThat(ledger.bytes()).isEqualTo(10);
    assertThat(ledger.count()).isEqualTo(1);
    ledger.remove(id("a"));
    ledger.remove(id("a"));
    assertThat(ledger.bytes()).isZero();
  }
}
