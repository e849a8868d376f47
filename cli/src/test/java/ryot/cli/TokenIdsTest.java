package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TokenIdsTest {

  @Test
  void commasAndBlanksDivideIds() {
    assertThat(TokenIds.parse(" 1,15, 27\t3 ", 100)).containsExactly(1, 15, 27, 3);
    assertThat(TokenIds.parse("", 100)).isEmpty();
    assertThat(TokenIds.format(new int[] {1, 15, 27})).isEqualTo("1 15 27");
  }

  @Test
  void whatIsNoIdIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenIds.parse("1,x", 100))
        .withMessage("'x' is not a token id: expected numbers such as 1,15,27");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenIds.parse("5 100", 100))
        .withMessage("token id 100 is not in the vocabulary: ids run from 0 to 99");
    assertThatIllegalArgumentException().isThrownBy(() -> TokenIds.parse("-1", 100));
    assertThatIllegalArgumentException().isThrownBy(() -> TokenIds.parse("99999999999", 100));
  }
}
