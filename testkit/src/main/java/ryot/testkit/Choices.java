package ryot.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a property's inputs are drawn from. Every draw is a number that is recorded; a failing case
 * is shrunk by replaying shorter and smaller records, so whatever is built from draws shrinks
 * without further help: lists get shorter, numbers approach their least, alternatives the first.
 */
public final class Choices {

  private final SplittableRandom random;
  private final int[] replay;
  private final boolean replaying;
  private final List<Integer> record = new ArrayList<>();

  private Choices(long seed, int[] replay, boolean replaying) {
    this.random = new SplittableRandom(seed);
    this.replay = replay;
    this.replaying = replaying;
  }

  /** Draws at random. */
  static Choices random(long seed) {
    return new Choices(seed, new int[0], false);
  }

  /** Draws what {@code record} says, then zeros. */
  static Choices replay(int[] record) {
    return new Choices(0, record.clone(), true);
  }

  /** What was drawn so far. */
  int[] record() {
    return record.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A number from 0 to {@code bound} - 1. */
  public int below(int bound) {
    int position = record.size();
    int drawn = position < replay.length ? replay[position] : 0;
    int value = replaying ? Math.min(drawn, bound - 1) : random.nextInt(bound);
    record.add(value);
    return value;
  }

  /** A number from {@code min} to {@code max}, both included; shrinks towards {@code min}. */
  public int between(int min, int max) {
    return min + below(Math.addExact(Math.subtractExact(max, min), 1));
  }

  /** A truth value; shrinks towards false. */
  public boolean flag() {
    return below(2) == 1;
  }

  /** A float from {@code min} up to {@code max}, in steps of 2^-20 of the range. */
  public float floating(float min, float max) {
    return min + (max - min) * below((1 << 20) + 1) / (1 << 20);
  }

  /** One of {@code values}; shrinks towards the first. */
  @SafeVarargs
  public final <T> T oneOf(T... values) {
    return values[below(values.length)];
  }

  /** Up to {@code countMax} elements, half of that on average. */
  public <T> List<T> list(int countMax, Generator<T> elements) {
    List<T> list = new ArrayList<>();
    while (list.size() < countMax && another(countMax)) {
      list.add(elements.draw(this));
    }
    return list;
  }

  /** Up to {@code countMax} bytes, half of that on average. */
  public byte[] bytes(int countMax) {
    byte[] bytes = new byte[countMax];
    int count = 0;
    while (count < countMax && another(countMax)) {
      bytes[count++] = (byte) below(256);
    }
    return Arrays.copyOf(bytes, count);
  }

  /** A draw before each element, not one for all: cutting a run of draws cuts whole elements. */
  private boolean another(int countMax) {
    return below(countMax / 2 + 2) != 0;
  }

  /** {@code count} floats as {@link #floating} draws them. */
  public float[] floats(int count, float min, float max) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = floating(min, max);
    }
    return floats;
  }

  /**
   * Up to {@code countMax} code points: mostly letters, spaces and digits, and from everywhere else
   * what breaks parsers (controls, combining marks, joiners, right-to-left, outside the first
   * plane).
   */
  public String text(int countMax) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < countMax && another(countMax); i++) {
      text.appendCodePoint(codePoint());
    }
    return text.toString();
  }

  private int codePoint() {
    return switch (below(8)) {
      case 0, 1, 2 -> 'a' + below(26);
      case 3 -> oneOf(' ', ' ', '\n', '\t', '\'', '.', '<', '|', '>');
      case 4 -> '0' + below(10);
      case 5 -> oneOf(0xE9, 0x301, 0x200D, 0x5D0, 0x4E2D, 0x3000, 0xFFFD, 0x1F600, 0x1F1EA);
      case 6 -> below(0x80);
      default -> {
        int any = 0x80 + below(0x10FFFF - 0x80 - 0x800);
        yield any < Character.MIN_SURROGATE ? any : any + 0x800;
      }
    };
  }

  @Override
  public String toString() {
    return Arrays.toString(record());
  }
}
