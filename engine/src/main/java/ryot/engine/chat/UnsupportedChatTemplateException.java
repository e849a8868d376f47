package ryot.engine.chat;

import java.util.Optional;

/** A model's chat template is not one that this engine speaks. */
public final class UnsupportedChatTemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN_CHARS = 120;

  UnsupportedChatTemplateException(String reason, Optional<String> jinjaSource) {
    super(
        "only ChatML is spoken, and the model's chat template is not known to be that: "
            + reason
            + jinjaSource.map(source -> "; it begins: " + beginning(source)).orElse("")
            + ". Give the prompt as text instead.");
  }

  private static String beginning(String source) {
    String line = source.strip().replaceAll("\\s+", " ");
    return line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS) + "...";
  }
}
