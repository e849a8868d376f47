package ryot.lab.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Chat questions of an exact number of tokens: whole questions whose lengths add up where the bank
 * has such; else as many as fit, the last one shortened by words and made up with short additions;
 * at last cut between two tokens.
 */
public final class ChatPrompts implements PromptSource {

  private static final int ATTEMPTS = 40;

  /** Tokens that a question needs at least; a template that leaves fewer is left out. */
  private static final int LEAST_ROOM = 3;

  /** While more than this is left, a further question is drawn freely. */
  private static final int MOST_OF_ONE_QUESTION = 14;

  private static final List<String> ADDITIONS =
      List.of(
          "?", " please", " today", " exactly", " in short", " if you can", ", and why", " now");

  private final PromptTokens tokens;
  private final List<String> questions;
  private final SplittableRandom random;
  private final Map<String, Integer> lengths = new HashMap<>();
  private final GivenPrompts given = new GivenPrompts();

  /**
   * Prompts from {@code questions}, in an order that {@code seed} determines.
   *
   * @param questions whole sentences, all different
   */
  public ChatPrompts(PromptTokens tokens, List<String> questions, long seed) {
    this.tokens = tokens;
    this.questions = List.copyOf(questions);
    this.random = new SplittableRandom(seed);
  }

  @Override
  public int[] next(int length) {
    int templated = length - tokens.before().length - tokens.after().length;
    boolean plain = templated < LEAST_ROOM;
    int room = plain ? length : templated;
    for (int attempt = 0; ; attempt++) {
      int[] question =
          attempt < ATTEMPTS ? whole(room) : attempt < 2 * ATTEMPTS ? fitted(room) : cut(room);
      if (question.length == room && given.add(question)) {
        return plain ? question : join(tokens.before(), question, tokens.after());
      }
      if (attempt > 100 * ATTEMPTS) {
        throw new IllegalStateException(
            "there are not enough different prompts of "
                + length
                + " tokens; only "
                + given.size());
      }
    }
  }

  @Override
  public String description() {
    return tokens.description();
  }

  /**
   * Different whole questions; of another length than {@code room} when the draw did not add up.
   */
  private int[] whole(int room) {
    Set<String> chosen = new LinkedHashSet<>();
    int left = room;
    while (left > 0 && chosen.size() < questions.size()) {
      String lead = chosen.isEmpty() ? "" : " ";
      int space = left;
      List<String> last = questions.stream().filter(q -> tokenCount(lead + q) == space).toList();
      String next =
          last.isEmpty() || left > MOST_OF_ONE_QUESTION
              ? questions.get(random.nextInt(questions.size()))
              : last.get(random.nextInt(last.size()));
      if (chosen.add(next)) {
        left -= tokenCount(lead + next);
      }
    }
    return tokens.encode(String.join(" ", chosen));
  }

  private int tokenCount(String text) {
    return lengths.computeIfAbsent(text, words -> tokens.encode(words).length);
  }

  /** Words whose tokens fit into {@code room}; fewer tokens when no addition made up the rest. */
  private int[] fitted(int room) {
    List<String> words = words(room);
    int[] encoded = tokens.encode(String.join(" ", words));
    while (encoded.length > room && words.size() > 1) {
      words.removeLast();
      encoded = tokens.encode(String.join(" ", words));
    }
    String text = String.join(" ", words);
    for (int round = 0; encoded.length < room && round < 6; round++) {
      String longer = text + ADDITIONS.get(random.nextInt(ADDITIONS.size()));
      int[] candidate = tokens.encode(longer);
      if (candidate.length <= room) {
        text = longer;
        encoded = candidate;
      }
    }
    return encoded;
  }

  /** The first {@code room} tokens of enough questions. */
  private int[] cut(int room) {
    int[] encoded = tokens.encode(String.join(" ", words(room)));
    return encoded.length < room ? encoded : Arrays.copyOf(encoded, room);
  }

  /** Words of as many questions as {@code room} tokens can hold, at least as many. */
  private List<String> words(int room) {
    List<String> words = new ArrayList<>();
    int needed = room;
    while (needed > 0) {
      String question = questions.get(random.nextInt(questions.size()));
      words.addAll(List.of(question.split(" ")));
      needed -= tokens.encode(question).length;
    }
    return words;
  }

  private static int[] join(int[] before, int[] middle, int[] after) {
    int[] all = Arrays.copyOf(before, before.length + middle.length + after.length);
    System.arraycopy(middle, 0, all, before.length, middle.length);
    System.arraycopy(after, 0, all, before.length + middle.length, after.length);
    return all;
  }
}
