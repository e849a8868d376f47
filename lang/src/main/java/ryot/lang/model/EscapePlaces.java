package ryot.lang.model;

/** The inverse of an {@link EscapeModel}'s order: where a token stands in it. Immutable. */
final class EscapePlaces {

  private final char[] places;
  private final char[] buckets;

  EscapePlaces(EscapeModel model) {
    places = new char[model.order.length];
    buckets = new char[model.order.length];
    for (int bucket = 0; bucket < model.buckets(); bucket++) {
      int first = model.firsts[bucket];
      int end = bucket + 1 < model.buckets() ? model.firsts[bucket + 1] : places.length;
      for (int place = first; place < end; place++) {
        places[model.order[place]] = (char) place;
        buckets[model.order[place]] = (char) bucket;
      }
    }
  }

  int place(int token) {
    return places[token];
  }

  int bucket(int token) {
    return buckets[token];
  }
}
