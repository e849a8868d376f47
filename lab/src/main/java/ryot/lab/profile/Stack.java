package ryot.lab.profile;

import java.util.List;

/**
 * A sample.
 *
 * @param frames from the leaf to the root; empty when it could not be taken
 * @param weightNanos CPU time that the sample stands for
 */
record Stack(List<Frame> frames, long weightNanos) {

  Stack {
    frames = List.copyOf(frames);
  }
}
