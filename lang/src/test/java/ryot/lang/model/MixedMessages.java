package ryot.lang.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Messages of four kinds, a quarter each: pieces of real text, random bytes, real text with bytes
 * changed and moved, and something short that repeats itself, now and then with a change. The same
 * seed and text give the same messages.
 */
final class MixedMessages {

  /** Text that is held at most, bytes. */
  private static final int TEXT_BYTES_MAX = 512 << 20;

  private static final int UNIT_BYTES_MAX = 300;

  private final byte[] text;
  private final SplittableRandom random;

  /**
   * Messages from {@code text}, which is borrowed.
   *
   * @param text at least one byte
   */
  MixedMessages(byte[] text, SplittableRandom random) {
    this.text = text;
    this.random = random;
  }

  /** What all files in {@code folders} hold, one behind the other, in the order of their names. */
  static byte[] text(List<Path> folders) throws IOException {
    List<Path> files = new ArrayList<>();
    long size = 0;
    for (Path folder : folders) {
      try (Stream<Path> inside = Files.walk(folder)) {
        for (Path file : inside.filter(Files::isRegularFile).sorted().toList()) {
          files.add(file);
          size += Files.size(file);
        }
      }
    }
    if (size == 0 || size > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "the files in %s have %,d bytes; from 1 to %,d are of use"
              .formatted(folders, size, TEXT_BYTES_MAX));
    }
    byte[] text = new byte[(int) size];
    int at = 0;
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      System.arraycopy(content, 0, text, at, content.length);
      at += content.length;
    }
    return text;
  }

  /** The next message, of 0 to {@code bytesMax} bytes. */
  byte[] next(int bytesMax) {
    byte[] message = new byte[random.nextInt(bytesMax + 1)];
    switch (random.nextInt(4)) {
      case 0 -> copyText(message);
      case 1 -> random.nextBytes(message);
      case 2 -> {
        copyText(message);
        change(message, 1 + random.nextInt(1 + message.length / 32));
      }
      default -> repeat(message);
    }
    return message;
  }

  private void copyText(byte[] message) {
    int at = random.nextInt(text.length);
    for (int done = 0; done < message.length; at = 0) {
      int part = Math.min(message.length - done, text.length - at);
      System.arraycopy(text, at, message, done, part);
      done += part;
    }
  }

  private void change(byte[] message, int edits) {
    for (int i = 0; i < edits && message.length > 0; i++) {
      int to = random.nextInt(message.length);
      if (random.nextBoolean()) {
        message[to] = (byte) random.nextInt(256);
      } else {
        int from = random.nextInt(message.length);
        int length = Math.min(random.nextInt(64), message.length - Math.max(from, to));
        System.arraycopy(message, from, message, to, length);
      }
    }
  }

  private void repeat(byte[] message) {
    byte[] unit = new byte[1 + random.nextInt(UNIT_BYTES_MAX)];
    if (random.nextInt(4) == 0) {
      random.nextBytes(unit);
    } else {
      copyText(unit);
    }
    for (int at = 0; at < message.length; at += unit.length) {
      System.arraycopy(unit, 0, message, at, Math.min(unit.length, message.length - at));
      if (random.nextInt(16) == 0) {
        unit[random.nextInt(unit.length)] = (byte) random.nextInt(256);
      }
    }
  }
}
