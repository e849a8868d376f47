package ryot.engine.chat;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param content what is said; plain text, whatever it contains
 */
public record ChatMessage(Role role, String content) {

  /** Who speaks. */
  public enum Role {
    /** Sets the rules, before anyone speaks. */
    SYSTEM("system"),
    /** The person who asks. */
    USER("user"),
    /** The model. */
    ASSISTANT("assistant");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    /** The role's name in prompts: {@code user}. */
    public String label() {
      return label;
    }
  }

  /** What sets the rules. */
  public static ChatMessage system(String content) {
    return new ChatMessage(Role.SYSTEM, content);
  }

  /** What the person says. */
  public static ChatMessage user(String content) {
    return new ChatMessage(Role.USER, content);
  }

  /** What the model said. */
  public static ChatMessage assistant(String content) {
    return new ChatMessage(Role.ASSISTANT, content);
  }
}
