package ryot.neural;

/**
 * A coding, {@code bytes[from, from + length)}, and where the text that it is of goes: {@code
 * text[at, at + rawLength)}. All borrowed.
 *
 * @param rawLength at most {@link NeuralModel#singleBytes}
 */
record CodedSegment(byte[] bytes, int from, int length, byte[] text, int at, int rawLength) {}
