package ryot.engine.generate;

import java.util.ArrayList;
import java.util.List;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;

/** A generation read to its end. */
record Answer(List<Integer> tokens, List<String> deltas, StopReason reason, GenerationUsage usage) {

  static Answer read(Generation generation) throws InterruptedException {
    List<Integer> tokens = new ArrayList<>();
    List<String> deltas = new ArrayList<>();
    while (true) {
      switch (generation.next()) {
        case TextDelta delta -> {
          tokens.add(delta.token());
          deltas.add(delta.text());
        }
        case Finished finished -> {
          return new Answer(tokens, deltas, finished.reason(), finished.usage());
        }
      }
    }
  }

  String text() {
    return String.join("", deltas);
  }
}
