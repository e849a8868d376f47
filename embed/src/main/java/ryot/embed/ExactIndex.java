package ryot.embed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Compares with each vector: exact, and fast enough for tens of thousands. */
final class ExactIndex implements SimilarityIndex {

  /** The worst first: the least similar, of those equally similar the last. */
  private static final Comparator<Neighbour> WORST_FIRST =
      Comparator.comparingDouble(Neighbour::similarity)
          .thenComparing(Comparator.comparingInt(Neighbour::index).reversed());

  private final List<float[]> vectors;

  ExactIndex(List<float[]> vectors) {
    this.vectors = List.copyOf(vectors);
  }

  @Override
  public List<Neighbour> nearest(float[] query, int count) {
    PriorityQueue<Neighbour> best = new PriorityQueue<>(WORST_FIRST);
    for (int i = 0; i < vectors.size() && count > 0; i++) {
      float[] vector = vectors.get(i);
      Vectors.requireLength(query, vector.length);
      best.add(new Neighbour(i, Vectors.dot(query, vector)));
      if (best.size() > count) {
        best.remove();
      }
    }
    List<Neighbour> sorted = new ArrayList<>(best);
    sorted.sort(WORST_FIRST.reversed());
    return sorted;
  }
}
