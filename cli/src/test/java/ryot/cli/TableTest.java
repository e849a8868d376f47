package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table(Table.Side.LEFT, Table.Side.RIGHT, Table.Side.LEFT);
    table.row("type", "size", "note").row("Q4_1", "66.4 MB", "").row("F32", "9 kB", "ä");
    assertThat(table.lines())
        .containsExactly(
            "type     size  note", //
            "Q4_1  66.4 MB",
            "F32      9 kB  ä");
  }

  @Test
  void missingCellsAreEmpty() {
    Table table = new Table(Table.Side.LEFT, Table.Side.LEFT);
    assertThat(table.row("a", "b").row("only").lines()).containsExactly("a     b", "only");
  }

  @Test
  void moreCellsThanColumnsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Table(Table.Side.LEFT).row("a", "b"));
  }
}
