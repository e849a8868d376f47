package ryot.lab.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChatPromptsTest {

  /** A token a word or punctuation mark; words longer than six letters are two tokens. */
  private static final PromptTokens WORDS =
      new PromptTokens() {
        @Override
        public int[] before() {
          return new int[] {1, 2, 3};
        }

        @Override
        public int[] after() {
          return new int[] {4, 5};
        }

        @Override
        public int[] encode(String words) {
          List<Integer> ids = new ArrayList<>();
          for (String word : words.split("(?=[ ?,.])")) {
            ids.add(100 + word.hashCode());
            if (word.length() > 6) {
              ids.add(7);
            }
          }
          return ids.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public String description() {
          return "words";
        }
      };

  @Test
  void theBankHasManyDifferentQuestions() {
    List<String> questions = QuestionBank.read();
    assertThat(questions).hasSizeGreaterThan(200).doesNotHaveDuplicates();
    assertThat(questions).allSatisfy(question -> assertThat(question).endsWith("?"));
  }

  @Test
  void everyPromptHasTheExactLengthAndNoTwoAreEqual() {
    ChatPrompts prompts = new ChatPrompts(WORDS, QuestionBank.read(), 3);
    for (int length : new int[] {16, 32, 128, 512}) {
      HashSet<List<Integer>> seen = new HashSet<>();
      for (int i = 0; i < 150; i++) {
        int[] prompt = prompts.next(length);
        assertThat(prompt).hasSize(length).startsWith(1, 2, 3).endsWith(4, 5);
        assertThat(seen.add(IntStream.of(prompt).boxed().toList())).isTrue();
      }
    }
  }

  @Test
  void aSeedDeterminesThePrompts() {
    ChatPrompts one = new ChatPrompts(WORDS, QuestionBank.read(), 9);
    ChatPrompts same = new ChatPrompts(WORDS, QuestionBank.read(), 9);
    ChatPrompts other = new ChatPrompts(WORDS, QuestionBank.read(), 10);
    int[] prompt = one.next(32);
    assertThat(same.next(32)).isEqualTo(prompt);
    assertThat(Arrays.equals(other.next(32), prompt)).isFalse();
  }

  @Test
  void aTemplateThatLeavesNoRoomIsLeftOut() {
    ChatPrompts prompts = new ChatPrompts(WORDS, QuestionBank.read(), 1);
    assertThat(prompts.next(7)).hasSize(7).doesNotContain(1, 2, 3);
    assertThat(prompts.next(8)).hasSize(8).startsWith(1, 2, 3);
  }

  @Test
  void randomPromptsAreWithinTheVocabularyAndDiffer() {
    RandomPrompts prompts = new RandomPrompts(3, 1);
    HashSet<List<Integer>> seen = new HashSet<>();
    for (int i = 0; i < 9; i++) {
      int[] prompt = prompts.next(2);
      assertThat(IntStream.of(prompt)).allMatch(token -> token >= 0 && token < 3);
      seen.add(IntStream.of(prompt).boxed().toList());
    }
    assertThat(seen).hasSize(9);
  }
}
