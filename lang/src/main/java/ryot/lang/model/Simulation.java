package ryot.lang.model;

/**
 * Codes the training text by lists that are known, to count what only then is seen: in which
 * situations guesses are right, how often tokens are not in their lists, and how they are escaped.
 */
final class Simulation {

  private static final int SHAPES_MAX = 256;

  /** From what is counted of a list to what is counted of the same list below a pair's. */
  static final int BELOW = SHAPES_MAX * Mood.COUNT;

  private final TrainingIds ids;
  private final int start;
  private final EscapeTrainer escapes;
  private final byte[] escapeClasses;
  private final ContextLists lists;
  private final PairIndex pairs;
  private final MatchModel match = new MatchModel(TrainingIds.PIECE_BYTES);
  private final long[] right = new long[MatchModel.SITUATIONS];
  private final long[] all = new long[MatchModel.SITUATIONS];

  /**
   * {@code [shape, mood]}: tokens that were not in their list; and, behind all, the same of lists
   * below a pair's.
   */
  final long[] escaped = new long[2 * BELOW];

  /** The same of tokens that were sought. */
  final long[] listed = new long[2 * BELOW];

  /** {@code [shape, symbol]}: where tokens were in lists below a pair's. */
  final double[][] belowCounts = new double[SHAPES_MAX][Ranks.SYMBOLS];

  /** {@code [class, symbol]}. */
  final double[][] escapeCounts;

  /** Per token: the number of its last escape. */
  private final int[] lastEscapes;

  private int now = 1;
  private int pieceBegan = 1;

  Simulation(
      TrainingIds ids, int start, EscapeTrainer escapes, byte[] escapeClasses, ContextLists lists) {
    this.ids = ids;
    this.start = start;
    this.escapes = escapes;
    this.escapeClasses = escapeClasses;
    this.lists = lists;
    pairs = new PairIndex(lists);
    lastEscapes = new int[start];
    int classes = 0;
    for (byte kind : escapeClasses) {
      classes = Math.max(classes, kind + 1);
    }
    escapeCounts = new double[classes][EscapeModel.RECENT + escapes.buckets()];
  }

  /** How far a half of a piece has come. */
  private static final class Half {

    int at;
    int end;
    int last;
    int prior;
    int share = Mood.START;
    int expected;
    int place;

    Half(int at, int end, int opening, int place) {
      this.at = at;
      this.end = end;
      this.place = place;
      last = opening;
      prior = opening;
    }
  }

  void run() {
    for (int p = 0; p < ids.count; p++) {
      int h = TrainingIds.HALVES * p;
      int count = ids.end(h) - ids.start(h);
      int cut = MatchModel.second(count);
      match.reset(count);
      pieceBegan = now;
      Half first = new Half(ids.start(h), ids.end(h), start, MatchModel.FIRST);
      Half second = new Half(ids.start(h + 1), ids.end(h + 1), start + 1, cut);
      while (first.at < first.end || second.at < second.end) {
        step(first);
        step(second);
      }
    }
  }

  private void step(Half half) {
    if (half.at == half.end) {
      match.ids[half.place] = MatchModel.NONE;
      return;
    }
    int token = ids.ids[half.at++];
    if (!guessed(half.expected, token)) {
      int set = Mood.of(half.share);
      int rank = -1;
      int deeper = lists.deeper(half.last, half.prior);
      if (deeper >= 0) {
        rank = ranked(deeper, set, token);
        set += BELOW;
      }
      if (rank < 0) {
        int record = lists.record(half.last, half.prior);
        rank = ranked(record, set, token);
        if (deeper >= 0) {
          belowCounts[lists.shape(record)][Ranks.symbol(Ranks.code(rank))]++;
        }
      }
      half.share = Mood.after(half.share, rank >> 31);
      if (rank < 0) {
        escape(escapeClasses[half.last], token);
      }
    }
    match.ids[half.place] = (char) token;
    half.expected = match.after(half.place++, half.expected);
    half.prior = half.last;
    half.last = token;
  }

  private int ranked(int record, int set, int token) {
    int at = lists.shape(record) * Mood.COUNT + set;
    int rank = pairs.rank(record, token);
    listed[at]++;
    escaped[at] -= rank >> 31;
    return rank;
  }

  private boolean guessed(int expected, int token) {
    if (expected == 0) {
      return false;
    }
    int situation = match.situation(expected);
    all[situation]++;
    boolean hit = match.guess(expected) == token;
    if (hit) {
      right[situation]++;
    }
    return hit;
  }

  private void escape(int kind, int token) {
    int age = now - lastEscapes[token] - 1;
    boolean recent = lastEscapes[token] >= pieceBegan && age < EscapeModel.RECENT;
    escapeCounts[kind][recent ? age : EscapeModel.RECENT + escapes.bucket(token)]++;
    lastEscapes[token] = now++;
  }

  /** Per situation of a guess: of 65536, how often it was right. */
  char[] guesses() {
    char[] guesses = new char[MatchModel.SITUATIONS];
    for (int s = 0; s < guesses.length; s++) {
      double hits = (right[s] + 0.4) / (all[s] + 1);
      guesses[s] = (char) Math.clamp((long) (hits * 65_536), 64, 65_536 - 64);
    }
    return guesses;
  }
}
