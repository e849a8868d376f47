package ryot.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import ryot.engine.tensor.QuantType;

/**
 * A GGUF file like the default model's in all that reading one takes: as many pieces and merges,
 * the same kinds of tensors. Its weights are few, and zero.
 */
final class RehearsalModel {
  private static final int VOCABULARY = 49_152;
  private static final int WIDTH = 64;
  private static final int ALIGNMENT = 32;

  /** Numbers of value types in a file. */
  private static final int UINT32 = 4;

  private static final int INT32 = 5;
  private static final int FLOAT32 = 6;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  private static final List<String> SPECIAL =
      List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

  private static final String TEMPLATE =
      "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int pairs;
  private int tensors;
  private long dataBytes;

  private RehearsalModel() {}

  /** The whole file. */
  static byte[] bytes() {
    RehearsalModel metadata = new RehearsalModel();
    metadata.shape();
    metadata.tokenizer();
    RehearsalModel directory = new RehearsalModel();
    directory.tensors();
    RehearsalModel file = new RehearsalModel();
    file.out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    file.int32(3);
    file.int64(directory.tensors);
    file.int64(metadata.pairs);
    file.out.writeBytes(metadata.out.toByteArray());
    file.out.writeBytes(directory.out.toByteArray());
    file.out.writeBytes(new byte[-file.out.size() & (ALIGNMENT - 1)]);
    file.out.writeBytes(new byte[(int) directory.dataBytes]);
    return file.out.toByteArray();
  }

  private void shape() {
    text("general.architecture", "llama");
    number("llama.context_length", 2048);
    number("llama.embedding_length", WIDTH);
    number("llama.block_count", 2);
    number("llama.feed_forward_length", WIDTH);
    number("llama.attention.head_count", 1);
    number("llama.attention.head_count_kv", 1);
    key("llama.attention.layer_norm_rms_epsilon", FLOAT32);
    int32(Float.floatToRawIntBits(1e-5f));
  }

  private void tokenizer() {
    List<String> letters = new ArrayList<>();
    for (char c = '!'; letters.size() < 256; c++) { // as byte-level BPE spells bytes
      if (c <= '~' || (c >= 0xA1 && c != 0xAD)) {
        letters.add(String.valueOf(c));
      }
    }
    List<String> pieces = new ArrayList<>(SPECIAL);
    pieces.addAll(letters);
    List<String> merges = new ArrayList<>();
    for (int i = 0; pieces.size() < VOCABULARY; i++) {
      String left = letters.get(i / letters.size());
      String right = letters.get(i % letters.size());
      pieces.add(left + right);
      merges.add(left + " " + right);
    }
    text("tokenizer.ggml.model", "gpt2");
    text("tokenizer.ggml.pre", "smollm");
    texts("tokenizer.ggml.tokens", pieces);
    key("tokenizer.ggml.token_type", ARRAY);
    int32(INT32);
    int64(VOCABULARY);
    for (int id = 0; id < VOCABULARY; id++) {
      int32(id < SPECIAL.size() ? 3 : 1);
    }
    texts("tokenizer.ggml.merges", merges);
    number("tokenizer.ggml.bos_token_id", 1);
    number("tokenizer.ggml.eos_token_id", 2);
    text("tokenizer.chat_template", TEMPLATE);
  }

  private void tensors() {
    tensor("token_embd.weight", QuantType.Q8_0, VOCABULARY);
    tensor("output_norm.weight", QuantType.F32, 1);
    for (int block = 0; block < 2; block++) {
      String prefix = "blk." + block + ".";
      for (String name : List.of("attn_norm", "ffn_norm")) {
        tensor(prefix + name + ".weight", QuantType.F32, 1);
      }
      for (String name :
          List.of("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")) {
        tensor(prefix + name + ".weight", QuantType.Q4_1, WIDTH);
      }
    }
  }

  private void tensor(String name, QuantType type, int rows) {
    tensors++;
    string(name);
    int32(rows == 1 ? 1 : 2);
    int64(WIDTH);
    if (rows > 1) {
      int64(rows);
    }
    int32(type.id());
    int64(dataBytes);
    dataBytes += (type.sizeBytes((long) WIDTH * rows) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private void key(String key, int type) {
    pairs++;
    string(key);
    int32(type);
  }

  private void number(String key, int value) {
    key(key, UINT32);
    int32(value);
  }

  private void text(String key, String value) {
    key(key, STRING);
    string(value);
  }

  private void texts(String key, List<String> values) {
    key(key, ARRAY);
    int32(STRING);
    int64(values.size());
    values.forEach(this::string);
  }

  private void string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int64(utf8.length);
    out.writeBytes(utf8);
  }

  private void int32(int value) {
    out.writeBytes(buffer(Integer.BYTES).putInt(value).array());
  }

  private void int64(long value) {
    out.writeBytes(buffer(Long.BYTES).putLong(value).array());
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
