package ryot.engine.sample;

/** The model's output holds NaN or an infinity, so that no next token can be picked from it. */
public final class NonFiniteLogitsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NonFiniteLogitsException(int token, float logit, int vocabularySize) {
    super(
        "the logit of token %d (of %d) is %s: the weights are damaged or the computation overflowed"
            .formatted(token, vocabularySize, logit));
  }
}
