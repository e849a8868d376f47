package ryot.engine.chat;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import ryot.engine.chat.TemplateOutline.Assignment;
import ryot.engine.chat.TemplateOutline.Emission;

/**
 * What one model's ChatML has of its own.
 *
 * @param beginsWithBos whether the template writes the BOS token first
 * @param defaultSystem the system message of conversations that bring none
 */
record ChatMlDialect(boolean beginsWithBos, Optional<String> defaultSystem) {
  private static final String START = ChatMlTemplate.TURN_START;
  private static final String END = ChatMlTemplate.TURN_END + "\n";
  private static final String SYSTEM = START + "system\n";
  private static final String ANSWER = START + "assistant\n";

  /**
   * The dialect of a Jinja template, told from what it writes for conversations of plain text.
   *
   * @throws UnsupportedChatTemplateException if it is not ChatML, or writes something else besides
   */
  static ChatMlDialect recognize(Optional<String> jinjaSource) {
    String source =
        jinjaSource.orElseThrow(
            () -> new UnsupportedChatTemplateException("the file has none", jinjaSource));
    TemplateOutline outline =
        TemplateOutline.of(source)
            .orElseThrow(
                () -> new UnsupportedChatTemplateException("it is broken Jinja", jinjaSource));
    Optional<String> objection =
        turnsObjection(outline.emissions())
            .or(() -> answerObjection(outline.emissions()))
            .or(() -> systemObjection(outline));
    if (objection.isPresent()) {
      throw new UnsupportedChatTemplateException(objection.get(), jinjaSource);
    }
    return new ChatMlDialect(
        beginsWithBos(outline.emissions()), defaultSystems(outline).stream().findFirst());
  }

  private static boolean beginsWithBos(List<Emission> emissions) {
    Emission first = emissions.getFirst();
    return first.conditions().isEmpty() && first.terms().getFirst().text().equals("bos_token");
  }

  private static Optional<String> turnsObjection(List<Emission> emissions) {
    boolean starts =
        emissions.stream().anyMatch(e -> e.inLoop() && e.literalStart().startsWith(START));
    boolean ends =
        emissions.stream()
            .filter(Emission::inLoop)
            .flatMap(e -> e.terms().stream())
            .anyMatch(term -> term.literal() && term.text().contains(END));
    return starts && ends
        ? Optional.empty()
        : Optional.of("it writes no turns between <|im_start|> and <|im_end|>");
  }

  private static Optional<String> answerObjection(List<Emission> emissions) {
    List<Emission> answer =
        emissions.stream()
            .filter(e -> e.conditions().stream().anyMatch(ChatMlDialect::asksForAnswer))
            .toList();
    if (answer.isEmpty()
        || !asksForAnswer(answer.getFirst().conditions().getLast())
        || !answer.getFirst().literal().equals(Optional.of(ANSWER))) {
      return Optional.of("it does not begin an answer with <|im_start|>assistant alone");
    }
    for (Emission more : answer.subList(1, answer.size())) {
      if (more.conditions().stream().noneMatch(ChatMlDialect::asksAboutThinking)) {
        return Optional.of("it writes more than <|im_start|>assistant where an answer begins");
      }
    }
    return Optional.empty();
  }

  private static boolean asksForAnswer(String condition) {
    return condition.startsWith("add_generation_prompt");
  }

  /** Whether a condition is false unless the caller says something about thinking. */
  private static boolean asksAboutThinking(String condition) {
    return condition.startsWith("enable_thinking is defined");
  }

  private static Optional<String> systemObjection(TemplateOutline outline) {
    if (defaultSystems(outline).size() > 1) {
      return Optional.of("it has several system messages of its own");
    }
    for (Emission emission : outline.emissions()) {
      if (emission.literalStart().startsWith(SYSTEM)
          && variable(emission).isEmpty()
          && emission.conditions().stream().noneMatch(ChatMlDialect::asksAboutSystem)) {
        return Optional.of("it always writes a system message of its own making");
      }
    }
    return Optional.empty();
  }

  private static boolean asksAboutSystem(String condition) {
    return condition.contains("system") || condition.contains("tools");
  }

  /** The different system messages that the template writes where the conversation has none. */
  private static TreeSet<String> defaultSystems(TemplateOutline outline) {
    TreeSet<String> defaults = new TreeSet<>();
    for (Emission emission : outline.emissions()) {
      emission
          .literal()
          .filter(text -> text.startsWith(SYSTEM) && text.endsWith(END))
          .map(text -> text.substring(SYSTEM.length(), text.length() - END.length()))
          .ifPresent(defaults::add);
      variable(emission)
          .ifPresent(
              name ->
                  outline.assignments().stream()
                      .filter(assignment -> assignment.name().equals(name))
                      .map(Assignment::value)
                      .filter(value -> !value.isEmpty())
                      .forEach(defaults::add));
    }
    return defaults;
  }

  /** The variable whose value an emission writes as a whole system turn. */
  private static Optional<String> variable(Emission emission) {
    return emission.terms().size() == 3
            && emission.literalStart().equals(SYSTEM)
            && emission.terms().getLast().text().equals(END)
        ? Optional.of(emission.terms().get(1).text())
        : Optional.empty();
  }
}
