package ryot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.engine.gguf.GgufFile;
import ryot.engine.gguf.MalformedGgufException;
import ryot.engine.tokenizer.MalformedTokenizerException;
import ryot.engine.tokenizer.Tokenizer;
import ryot.engine.tokenizer.UnsupportedTokenizerException;
import ryot.testkit.GgufWriter;

final class TokenizerLoaderTest {
  @TempDir private Path folder;

  @Test
  void theMetadataBecomesATokenizer() throws IOException {
    Tokenizer tokenizer =
        load(
            bytePair()
                .ints("tokenizer.ggml.token_type", 1, 1, 1, 3)
                .uint32("tokenizer.ggml.bos_token_id", 3)
                .bool("tokenizer.ggml.add_bos_token", true));
    assertThat(tokenizer.encode("aba</s>", true)).containsExactly(2, 0, 3);
    assertThat(tokenizer.vocabulary().bos()).hasValue(3);
    assertThat(tokenizer.vocabulary().addsBos()).isTrue();
    assertThat(tokenizer.vocabulary().endsGeneration(3)).isTrue();
  }

  @Test
  void idsThatStandForNoTokenAreNoTokens() throws IOException {
    Tokenizer tokenizer =
        load(
            bytePair()
                .uint32("tokenizer.ggml.seperator_token_id", 0xFFFF_FFFFL)
                .uint32("tokenizer.ggml.padding_token_id", 0xFFFF_FFFFL)
                .uint32("tokenizer.ggml.eos_token_id", 0xFFFF_FFFFL));
    assertThat(tokenizer.vocabulary().eos()).isEmpty();
  }

  @Test
  void aFileWithoutATokenizerSaysSo() {
    assertThatThrownBy(() -> load(new GgufWriter(3).string("tokenizer.ggml.model", "no_vocab")))
        .isInstanceOf(UnsupportedTokenizerException.class)
        .hasMessage(
            "the file has no tokenizer (tokenizer.ggml.model is \"no_vocab\"):"
                + " only token ids can be used with it");
    assertThatThrownBy(() -> load(new GgufWriter(3)))
        .isInstanceOf(UnsupportedTokenizerException.class)
        .hasMessageContaining("tokenizer.ggml.model is missing");
  }

  @Test
  void metadataThatContradictsItselfIsNamed() {
    assertThatThrownBy(() -> load(bytePair().uint32("tokenizer.ggml.eos_token_id", 4)))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage("tokenizer.ggml.eos_token_id: expected an id from 0 to 3, found 4");
    assertThatThrownBy(() -> load(bytePair().string("tokenizer.ggml.token_type", "x")))
        .isInstanceOf(MalformedGgufException.class)
        .hasMessageContaining("tokenizer.ggml.token_type");
    assertThatThrownBy(() -> load(new GgufWriter(3).string("tokenizer.ggml.model", "gpt2")))
        .isInstanceOf(MalformedGgufException.class)
        .hasMessageContaining("tokenizer.ggml.tokens");
  }

  private static GgufWriter bytePair() {
    return new GgufWriter(3)
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", "gpt-2")
        .strings("tokenizer.ggml.tokens", List.of("a", "b", "ab", "</s>"))
        .strings("tokenizer.ggml.merges", List.of("a b"));
  }

  private Tokenizer load(GgufWriter writer) throws IOException {
    Path file = Files.write(folder.resolve("tokenizer.gguf"), writer.toBytes());
    try (GgufFile gguf = GgufFile.open(file)) {
      return TokenizerLoader.load(gguf.metadata());
    }
  }
}
