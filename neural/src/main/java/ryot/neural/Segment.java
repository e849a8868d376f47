package ryot.neural;

/**
 * A part of a text that is coded alone: {@code bytes[from, from + length)}, borrowed.
 *
 * @param length at most {@link NeuralModel#singleBytes}
 */
record Segment(byte[] bytes, int from, int length) {}
