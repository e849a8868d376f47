package ryot.lang.model;

/** The inverse of an {@link EscapeModel}'s order: where a token stands in it. Immutable. */
final class EscapePlaces {

  /** Per token: {@code bucket << 16 | place}. */
  private final int[] places;

  EscapePlaces(EscapeModel model) {
    places = new int[model.order.length];
    for (int bucket = 0; bucket < model.buckets(); bucket++) {
      int end = bucket + 1 < model.buckets() ? model.firsts[bucket + 1] : places.length;
      for (int place = model.firsts[bucket]; place < end; place++) {
        places[model.order[place]] = bucket << 16 | place;
      }
    }
  }

  /** Bucket and place of a token: {@code bucket << 16 | place}. */
  int of(int token) {
    return places[token];
  }
}
