package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import ryot.engine.sample.SamplingOptions;

class SamplingFlagsTest {

  private static SamplingFlags parse(String... arguments) {
    SamplingFlags flags = new SamplingFlags();
    new CommandLine(CommandLine.Model.CommandSpec.create())
        .addMixin("sampling", flags)
        .parseArgs(arguments);
    return flags;
  }

  @Test
  void theUsualDrawIsACarefulOne() {
    SamplingOptions options = parse().options();
    assertThat(options.temperature()).isEqualTo(0.2f);
    assertThat(options.topP()).isEqualTo(0.9f);
    assertThat(options.repetitionPenalty()).isEqualTo(1.1f);
  }

  @Test
  void greedyIsExactlyThatUnlessAPenaltyIsAskedFor() {
    assertThat(parse("--temperature", "0").options().repetitionPenalty()).isEqualTo(1f);
    assertThat(parse("--temperature", "0", "--repeat-penalty", "1.3").options().repetitionPenalty())
        .isEqualTo(1.3f);
  }

  @Test
  void aSeedThatIsDrawnStaysTheSame() {
    SamplingFlags flags = parse();
    assertThat(flags.options().seed()).isEqualTo(flags.options().seed());
    assertThat(parse("--seed", "7").options().seed()).isEqualTo(7);
  }
}
