package ryot.lang.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import ryot.lang.token.TrainingText;
import ryot.lang.zstd.DictionaryTrainer;

/**
 * Makes the tables and the dictionary that ship, from a folder with the corpora that {@code
 * docs/sigma-tables.md} lists, unpacked. Not a test: it has a main method, and takes minutes.
 */
public final class StandardTraining {

  private static final int TEXT_BYTES_MAX = 240 << 20;
  private static final int DICTIONARY_BYTES = 112 << 10;
  private static final int DICTIONARY_SAMPLE_BYTES = 20 << 20;
  private static final int DICTIONARY_PIECE_BYTES = 2048;
  private static final int DOCUMENT_BYTES_MAX = 20_000;
  private static final int HELD_OUT = 50;
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String[] TOOLS = {
    "get_order", "search", "read_file", "run_tests", "list_files", "get_weather", "find_user"
  };

  private final Path corpora;
  private final TrainingText text = new TrainingText(TEXT_BYTES_MAX);
  private final SplittableRandom random = new SplittableRandom(7);
  private int group;

  private StandardTraining(Path corpora) {
    this.corpora = corpora;
  }

  /** Arguments: the corpora's folder, the tables' file, the dictionary's file. */
  public static void main(String[] arguments) throws IOException {
    StandardTraining training = new StandardTraining(Path.of(arguments[0]));
    training.gather();
    Files.write(Path.of(arguments[2]), training.dictionary());
    byte[] tables =
        new TokenTrainer(TokenTrainer.Options.standard(), System.out::println).train(training.text);
    Files.write(Path.of(arguments[1]), tables);
  }

  private void gather() throws IOException {
    answers();
    documents("openstax_ccby.txt", 0.6, 1500, 0.05);
    documents("books_general.txt", 0.03, 1500, 0);
    documents("books_simple.txt", 0.04, 1500, 0);
    documents("peps.txt", 1, 1500, 0.7);
    documents("tldr_pages.txt", 1, 800, 0.5);
    documents("kids_stories_ccby.txt", 0.5, 1500, 0);
    documents("us_presidential.txt", 0.5, 1500, 0);
    documents("wordnet_definitions.txt", 0.15, 1500, 0);
    lines("taskmaster4.jsonl", 0.5, 1);
    lines("snips_intents.jsonl", 0.5, 4);
    lines("gsm8k_train.jsonl", 0.8, 1);
    lines("clinc_oos.json", 0.5, 24);
    System.out.printf("%d messages, %d bytes%n", text.count(), text.size());
  }

  private void add(String message) {
    if (message.length() >= 16) {
      text.add(group, message.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Answers by prompt, without those to prompts that are held out; some as chat interfaces do. */
  private void answers() throws IOException {
    Map<String, List<String>> byPrompt = new LinkedHashMap<>();
    for (String line : Files.readAllLines(corpora.resolve("assistant_chat.jsonl"))) {
      String prompt = field(line, "prompt");
      byPrompt.computeIfAbsent(prompt, p -> new ArrayList<>()).add(line);
    }
    List<String> wellFormed = new ArrayList<>();
    byPrompt.forEach(
        (prompt, lines) -> {
          CRC32 crc = new CRC32();
          crc.update(prompt.getBytes(StandardCharsets.UTF_8));
          if (crc.getValue() % HELD_OUT == 0) {
            return;
          }
          group++;
          add(prompt);
          for (String line : lines) {
            String answer = field(line, "answer");
            add(answer);
            if (random.nextDouble() < 0.15) {
              add(inJson("assistant", answer));
            }
            if (field(line, "model").startsWith("deepseek")) {
              wellFormed.add(answer);
            }
          }
        });
    for (String answer : wellFormed) {
      group++;
      add(answer);
    }
  }

  /** Paragraphs together until they have {@code size} characters. */
  private void documents(String file, double share, int size, double json) throws IOException {
    StringBuilder document = new StringBuilder();
    for (String paragraph : Files.readString(corpora.resolve(file)).split("(?<=\n)(?=\n)", -1)) {
      document.append(paragraph);
      if (document.length() >= size) {
        document(document.toString().strip(), share, json);
        document.setLength(0);
      }
    }
    document(document.toString().strip(), share, json);
  }

  private void document(String document, double share, double json) {
    if (random.nextDouble() >= share) {
      return;
    }
    String cut = document.substring(0, Math.min(document.length(), DOCUMENT_BYTES_MAX));
    group++;
    add(cut);
    if (random.nextDouble() < json) {
      add(inJson("tool", cut));
    }
  }

  private void lines(String file, double share, int together) throws IOException {
    StringBuilder message = new StringBuilder();
    int count = 0;
    for (String line : Files.readAllLines(corpora.resolve(file))) {
      if (random.nextDouble() < share) {
        message.append(line).append('\n');
        if (++count % together == 0) {
          group++;
          add(message.toString().strip());
          message.setLength(0);
        }
      }
    }
  }

  /** A message as chat interfaces carry it. */
  private String inJson(String role, String content) {
    String quoted = quoted(content);
    return switch (random.nextInt(6)) {
      case 0 -> "{\"role\": \"%s\", \"content\": %s}".formatted(role, quoted);
      case 1 ->
          "{\"content\": %s, \"role\": \"%s\", \"tool_calls\": null, \"function_call\": null}"
              .formatted(quoted, role);
      case 2 -> {
        StringBuilder id = new StringBuilder("call_");
        for (int i = 0; i < 24; i++) {
          id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        yield "{\"role\": \"%s\", \"content\": %s, \"name\": \"%s\", \"tool_call_id\": \"%s\"}"
            .formatted(role, quoted, TOOLS[random.nextInt(TOOLS.length)], id);
      }
      case 3 ->
          "{\"id\": %d, \"input\": %s, \"output\": null}".formatted(random.nextInt(10_000), quoted);
      case 4 -> "[\n  {\n    \"role\": \"user\",\n    \"content\": %s\n  }\n]".formatted(quoted);
      default -> "{\n \"text\": %s,\n \"type\": \"text\"\n}".formatted(quoted);
    };
  }

  private static String quoted(String content) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ' || c > '~') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /** The string at a field of a flat JSON object. */
  private static String field(String line, String name) {
    int at = line.indexOf("\"" + name + "\": \"");
    StringBuilder out = new StringBuilder();
    for (int i = at + name.length() + 5; line.charAt(i) != '"'; i++) {
      char c = line.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      c = line.charAt(++i);
      switch (c) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'u' -> {
          out.append((char) Integer.parseInt(line, i + 1, i + 5, 16));
          i += 4;
        }
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private byte[] dictionary() {
    DictionaryTrainer trainer =
        new DictionaryTrainer(DICTIONARY_BYTES, DICTIONARY_SAMPLE_BYTES + (8 << 20));
    int stride = Math.max(1, text.size() / DICTIONARY_SAMPLE_BYTES);
    int piece = 0;
    for (int m = 0; m < text.count(); m++) {
      for (int at = text.start(m); at < text.end(m); at += DICTIONARY_PIECE_BYTES) {
        int end = Math.min(at + DICTIONARY_PIECE_BYTES, text.end(m));
        if (end - at >= 64 && piece++ % stride == 0) {
          trainer.add(Arrays.copyOfRange(text.bytes(), at, end));
        }
      }
    }
    return trainer.train().content();
  }
}
