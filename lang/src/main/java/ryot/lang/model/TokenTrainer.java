package ryot.lang.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ryot.lang.token.Tokenizer;
import ryot.lang.token.TrainingText;
import ryot.lang.token.Vocabulary;
import ryot.lang.token.VocabularyTrainer;

/**
 * Learns token tables from messages. Memory is bounded by the text's own bound and about 700 MB, or
 * 1.5 GB for tables of order 2; the same messages in the same order give the same tables, byte for
 * byte.
 */
public final class TokenTrainer {

  /**
   * How large tables become.
   *
   * @param tokens of the vocabulary
   * @param hotTokens that have a list for each class of the token before
   * @param listedMin how often a token has to be seen to have a list of its own
   * @param gainMin bits that an entry of a list has to save in all of the training text
   * @param shapes of lists
   * @param vocabularyBytes of text that the vocabulary is chosen by, about
   * @param order how many tokens before choose a list, at most: 1 or 2
   */
  public record Options(
      int tokens,
      int hotTokens,
      int listedMin,
      double gainMin,
      int shapes,
      int vocabularyBytes,
      int order) {

    /** Options of order 1. */
    public Options(
        int tokens, int hotTokens, int listedMin, double gainMin, int shapes, int vocabularyBytes) {
      this(tokens, hotTokens, listedMin, gainMin, shapes, vocabularyBytes, 1);
    }

    /** Options, which are checked. */
    public Options {
      if (order < 1 || order > 2) {
        throw new IllegalArgumentException("tables have an order of 1 or 2, not " + order);
      }
    }

    /** The same with another order, 1 or 2: with 2, tables are about four times as large. */
    public Options withOrder(int other) {
      return new Options(tokens, hotTokens, listedMin, gainMin, shapes, vocabularyBytes, other);
    }

    /** Those of the tables that ship: 4.7 MB. */
    public static Options standard() {
      return new Options(24_576, 640, 120, 15, 128, 40 << 20);
    }

    /** Those for so much text of one's own: with less, what is seen seldom has to count too. */
    public static Options forText(int bytes) {
      return bytes >= MUCH ? standard() : new Options(24_576, 512, 30, 9, 96, 40 << 20);
    }

    private static final int MUCH = 64 << 20;
  }

  private static final int PRIOR_CLASSES = ContextLists.PRIOR_CLASSES_MAX;
  private static final int ESCAPE_CLASSES = 96;
  private static final int KINDS = 64;
  private static final int KIND_ROUNDS = 2;
  private static final int BUCKETS_MAX = 1700;
  private static final int FEATURES = 160;
  private static final int COUNT_BITS = 24;
  private static final int SUB_SHARE_MIN = 250;
  private static final int SHAPES_WITH_PAIRS = 240;

  /** What an entry of a pair's list has to save, in what others have to. */
  private static final double PAIR_GAIN = 0.1;

  private final Options options;
  private final Consumer<String> progress;

  /**
   * A trainer.
   *
   * @param progress is told of each step
   */
  public TokenTrainer(Options options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /** The tables for the text, as a file that {@link TokenTables#read} reads. */
  public byte[] train(TrainingText text) {
    Vocabulary vocabulary =
        new VocabularyTrainer(text, options.tokens(), options.vocabularyBytes(), progress).train();
    TrainingIds ids = TrainingIds.of(text, Tokenizer.of(vocabulary));
    progress.accept(
        "%d bytes are %d tokens, %.2f bytes each"
            .formatted(text.size(), ids.size(), (double) text.size() / ids.size()));
    return new Run(vocabulary, ids).tables();
  }

  /** The steps after the vocabulary is known. */
  private final class Run {

    private final Vocabulary vocabulary;
    private final TrainingIds ids;

    /** The opening token of first halves; that of second halves is the next. */
    private final int start;

    /** Tokens that something can come after. */
    private final int contexts;

    private final PairCounts counts;
    private double[] novelty = new double[0];
    private int[] seen = new int[0];

    Run(Vocabulary vocabulary, TrainingIds ids) {
      this.vocabulary = vocabulary;
      this.ids = ids;
      counts =
          new PairCounts(
              Math.clamp(34L - Integer.numberOfLeadingZeros(ids.size()), 14, COUNT_BITS));
      start = vocabulary.size();
      contexts = start + TokenTables.OPENINGS;
    }

    byte[] tables() {
      countPairs();
      EscapeTrainer spelled =
          new EscapeTrainer(EscapeTrainer.spelledKinds(vocabulary), novelty, FEATURES);
      byte[] escapeClasses = escapeClasses(spelled);
      EscapeTrainer escapes = spelled;
      for (int round = 0; round < KIND_ROUNDS; round++) {
        escapes = new EscapeTrainer(kinds(escapeClasses), novelty, BUCKETS_MAX);
        escapeClasses = escapeClasses(escapes);
      }
      byte[] priorClasses = priorClasses(spelled);
      progress.accept("classes are known, %d buckets".formatted(escapes.buckets()));
      int[] hot = countSubcontexts(priorClasses);
      Lists lists = lists(hot, escapeClasses, priorClasses);
      progress.accept("%d records, %d entries".formatted(lists.lists.count(), lists.entries));
      return simulate(escapes, escapeClasses, lists);
    }

    private void countPairs() {
      seen = new int[contexts];
      for (int h = 0; h < TrainingIds.HALVES * ids.count; h++) {
        int last = start + h % TrainingIds.HALVES;
        for (int i = ids.start(h); i < ids.end(h); i++) {
          counts.add(last, ids.ids[i], ids.group(h));
          seen[last]++;
          last = ids.ids[i];
        }
      }
      novelty = new double[start];
      for (int slot = 0; slot < counts.slots(); slot++) {
        if (counts.count(slot) > 0) {
          novelty[counts.token(slot)]++;
        }
      }
      progress.accept("pairs are counted");
    }

    /** Kinds of tokens by the classes of what they are found after. */
    private int[] kinds(byte[] classes) {
      float[] rows = new float[start * ESCAPE_CLASSES];
      for (int slot = 0; slot < counts.slots(); slot++) {
        if (counts.count(slot) > 0) {
          int column = classes[counts.context(slot)];
          rows[counts.token(slot) * ESCAPE_CLASSES + column] += rareness(counts.count(slot));
        }
      }
      return Clusters.of(rows, ESCAPE_CLASSES, KINDS, Clusters.byWeight(novelty, 20, 4000));
    }

    /** Pairs that are in a list anyway say little of what is not. */
    private static int rareness(int count) {
      return Math.min(count, 4);
    }

    /** Classes of tokens by what they are found before, all pairs being about equal. */
    private byte[] escapeClasses(EscapeTrainer escapes) {
      int[] feature = features(escapes);
      float[] rows = new float[contexts * FEATURES];
      double[] weights = new double[contexts];
      for (int slot = 0; slot < counts.slots(); slot++) {
        if (counts.count(slot) > 0) {
          int context = counts.context(slot);
          rows[context * FEATURES + feature[counts.token(slot)]] += rareness(counts.count(slot));
          weights[context]++;
        }
      }
      return bytes(
          Clusters.of(rows, FEATURES, ESCAPE_CLASSES, Clusters.byWeight(weights, 50, 4000)));
    }

    private static byte[] bytes(int[] classes) {
      byte[] bytes = new byte[classes.length];
      for (int t = 0; t < bytes.length; t++) {
        bytes[t] = (byte) classes[t];
      }
      return bytes;
    }

    private int[] features(EscapeTrainer escapes) {
      int[] feature = new int[start];
      double total = Arrays.stream(novelty).sum();
      double sum = 0;
      for (int b = 0, f = 0, next = 0; b < escapes.buckets(); b++) {
        double weight = 0;
        for (int t = 0; t < escapes.width(b) && next + t < start; t++) {
          weight += novelty[escapes.tokenAt(next + t)];
        }
        for (int t = 0; t < escapes.width(b) && next + t < start; t++) {
          feature[escapes.tokenAt(next + t)] = f;
        }
        next += escapes.width(b);
        sum += weight;
        while (f < FEATURES - 1 && sum > total * (f + 1) / FEATURES) {
          f++;
        }
      }
      return feature;
    }

    /** Classes of tokens by what comes two tokens later. */
    private byte[] priorClasses(EscapeTrainer escapes) {
      int[] feature = features(escapes);
      float[] rows = new float[contexts * FEATURES];
      double[] weights = new double[contexts];
      for (int h = 0; h < TrainingIds.HALVES * ids.count; h++) {
        int opening = start + h % TrainingIds.HALVES;
        for (int i = ids.start(h) - 1; i < ids.end(h) - 2; i++) {
          int from = i < ids.start(h) ? opening : ids.ids[i];
          rows[from * FEATURES + feature[ids.ids[i + 2]]]++;
          weights[from]++;
        }
      }
      Integer[] seeds = Clusters.byWeight(weights, 50, 4000);
      return bytes(Clusters.of(rows, FEATURES, PRIOR_CLASSES, seeds));
    }

    private int[] countSubcontexts(byte[] priorClasses) {
      int[] hot = new int[contexts];
      Arrays.fill(hot, -1);
      double[] weights = new double[contexts];
      for (int t = 0; t < contexts; t++) {
        weights[t] = seen[t];
      }
      Integer[] most = Clusters.byWeight(weights, 1, options.hotTokens());
      for (int h = 0; h < most.length; h++) {
        hot[most[h]] = h;
      }
      for (int h = 0; h < TrainingIds.HALVES * ids.count; h++) {
        int last = start + h % TrainingIds.HALVES;
        int prior = last;
        for (int i = ids.start(h); i < ids.end(h); i++) {
          if (hot[last] >= 0) {
            int context = contexts + hot[last] * PRIOR_CLASSES + priorClasses[prior];
            counts.add(context, ids.ids[i], ids.group(h));
          }
          prior = last;
          last = ids.ids[i];
        }
      }
      progress.accept("subcontexts are counted");
      return hot;
    }

    private Lists lists(int[] hot, byte[] escapeClasses, byte[] priorClasses) {
      int hotCount = (int) Arrays.stream(hot).filter(h -> h >= 0).count();
      int all = contexts + hotCount * PRIOR_CLASSES;
      ListTrainer trainer = new ListTrainer(counts, all, novelty, options.gainMin());
      List<ListTrainer.List> records = new ArrayList<>();
      int[] table = new int[contexts];
      Map<Integer, List<Integer>> poor = new HashMap<>();
      for (int t = 0; t < contexts; t++) {
        if (hot[t] >= 0) {
          ListTrainer.List own = trainer.list(t);
          table[t] = records.size() << 4 | PRIOR_CLASSES - 1;
          for (int c = 0; c < PRIOR_CLASSES; c++) {
            int context = contexts + hot[t] * PRIOR_CLASSES + c;
            records.add(trainer.total(context) >= SUB_SHARE_MIN ? trainer.list(context) : own);
          }
        } else if (seen[t] < options.listedMin()) {
          poor.computeIfAbsent((int) escapeClasses[t], c -> new ArrayList<>()).add(t);
        } else {
          table[t] = records.size() << 4;
          records.add(trainer.list(t));
        }
      }
      for (int c = 0; c < ESCAPE_CLASSES; c++) {
        List<Integer> members = poor.get(c);
        if (members != null) {
          for (int t : members) {
            table[t] = records.size() << 4;
          }
          records.add(trainer.merged(members.stream().mapToInt(Integer::intValue).toArray()));
        }
      }
      if (options.order() == 1) {
        return new Lists(records, table, priorClasses, options.shapes(), null);
      }
      return withPairs(records, table, priorClasses);
    }

    private Lists withPairs(List<ListTrainer.List> records, int[] table, byte[] priorClasses) {
      ListsBuilder below = new ListsBuilder(records.size());
      for (ListTrainer.List list : records) {
        below.add(0, list.tokens(), list.tokens().length);
      }
      PairTrainer.Chosen chosen =
          new PairTrainer(ids, start, novelty, PAIR_GAIN * options.gainMin())
              .choose(counts, below.build(table, priorClasses, null), records);
      progress.accept("%d pairs have lists".formatted(chosen.lists().size()));
      PairContexts pairs = new PairContexts(chosen.keys(), records.size());
      records.addAll(chosen.lists());
      return new Lists(records, table, priorClasses, SHAPES_WITH_PAIRS, pairs);
    }

    /** Codes all text, to count what only then is seen: guesses and escapes. */
    private byte[] simulate(EscapeTrainer escapes, byte[] escapeClasses, Lists lists) {
      Simulation simulation = new Simulation(ids, start, escapes, escapeClasses, lists.lists);
      simulation.run();
      return TablesFile.write(
          vocabulary,
          lists.lists,
          lists.distributions(simulation),
          escapes.model(escapeClasses, simulation.escapeCounts),
          simulation.guesses());
    }
  }

  /** Lists and the shapes that fit them. */
  private static final class Lists {

    private static final double MOOD_PRIOR = 200;

    /** Weight of a list alone in what is likely of the same list below a pair's. */
    private static final double BELOW_PRIOR = 50;

    final ContextLists lists;
    private final double[][] sums;
    private final int[] longest;
    int entries;

    Lists(
        List<ListTrainer.List> records,
        int[] table,
        byte[] priorClasses,
        int shapeCount,
        @Nullable PairContexts pairs) {
      int symbols = Ranks.SYMBOLS;
      float[] rows = new float[records.size() * symbols];
      Integer[] seeds = new Integer[records.size()];
      for (int r = 0; r < records.size(); r++) {
        float[] weights = records.get(r).weights();
        for (int i = 0; i < weights.length; i++) {
          rows[r * symbols + symbol(i)] += weights[i];
        }
        seeds[r] = r;
      }
      Arrays.sort(
          seeds,
          Comparator.<Integer>comparingInt(r -> records.get(r).tokens().length / 4)
              .thenComparingDouble(r -> records.get(r).weights()[0] / records.get(r).total()));
      int[] shapeOf = Clusters.of(rows, symbols, Math.min(shapeCount, records.size()), seeds);
      int used = Arrays.stream(shapeOf).max().orElse(0) + 1;
      sums = new double[used][symbols];
      longest = new int[used];
      ListsBuilder builder = new ListsBuilder(records.size());
      for (int r = 0; r < records.size(); r++) {
        ListTrainer.List list = records.get(r);
        builder.add(shapeOf[r], list.tokens(), list.tokens().length);
        entries += list.tokens().length;
        longest[shapeOf[r]] = Math.max(longest[shapeOf[r]], list.tokens().length);
        for (int s = 0; s < symbols; s++) {
          sums[shapeOf[r]][s] += rows[r * symbols + s];
        }
      }
      lists = builder.build(table, priorClasses, pairs);
    }

    /** The symbol of a list's weight: the escape, and then by rank. */
    private static int symbol(int weight) {
      return Ranks.symbol(Ranks.code(weight - 1));
    }

    /**
     * The shapes' distributions in each mood: what is counted says how much likelier an escape is
     * in it than in others. With pairs the same again, for lists below theirs.
     */
    Distributions distributions(Simulation counted) {
      int symbols = Ranks.SYMBOLS;
      int size = sums.length * Mood.COUNT * symbols;
      int[] frequencies = new int[lists.order() * size];
      for (int s = 0; s < sums.length; s++) {
        int at = s * Mood.COUNT;
        inMoods(sums[s], s, counted, at, frequencies, at * symbols);
        if (lists.order() > 1) {
          double[] below = counted.belowCounts[s];
          double total = Math.max(Arrays.stream(sums[s]).sum(), 1);
          for (int symbol = 0; symbol < symbols; symbol++) {
            below[symbol] += BELOW_PRIOR * sums[s][symbol] / total;
          }
          inMoods(below, s, counted, Simulation.BELOW + at, frequencies, size + at * symbols);
        }
      }
      return new Distributions(frequencies, symbols, Ranks.SCALE_BITS);
    }

    private void inMoods(
        double[] sum, int shape, Simulation counted, int from, int[] frequencies, int to) {
      long shapeEscaped = 0;
      long shapeAll = 0;
      for (int m = 0; m < Mood.COUNT; m++) {
        shapeEscaped += counted.escaped[from + m];
        shapeAll += counted.listed[from + m];
      }
      double mean = (shapeEscaped + 0.3) / (shapeAll + 1);
      for (int m = 0; m < Mood.COUNT; m++) {
        double share =
            (counted.escaped[from + m] + MOOD_PRIOR * mean)
                / (counted.listed[from + m] + MOOD_PRIOR);
        double[] weights = sum.clone();
        weights[0] *= odds(share) / odds(mean);
        int needed = Math.max(2, 1 + symbol(longest[shape]));
        Clusters.scale(weights, 1 << Ranks.SCALE_BITS, needed, frequencies, to + m * Ranks.SYMBOLS);
      }
    }

    private static double odds(double share) {
      return share / (1.001 - share);
    }
  }
}
