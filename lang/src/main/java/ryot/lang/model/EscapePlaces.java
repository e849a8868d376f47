package ryot.lang.model;

/** The inverse of an {@link EscapeModel}'s order: where a token stands in it. Immutable. */
final class EscapePlaces {

  /** Per token: {@code bucket << 16 | place in the bucket}. */
  private final int[] places;

  EscapePlaces(EscapeModel model) {
    places = new int[model.order.length];
    for (int bucket = 0; bucket < model.buckets(); bucket++) {
      int first = model.firsts[bucket];
      int end = bucket + 1 < model.buckets() ? model.firsts[bucket + 1] : places.length;
      for (int place = first; place < end; place++) {
        places[model.order[place]] = bucket << 16 | place - first;
      }
    }
  }

  /** Bucket of a token, and its place there: {@code bucket << 16 | place}. */
  int of(int token) {
    return places[token];
  }
}
