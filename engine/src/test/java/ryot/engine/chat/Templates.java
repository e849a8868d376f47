package ryot.engine.chat;

/** Jinja sources in the manners in which models write ChatML. */
final class Templates {
  private Templates() {}

  /** Everything in one line, a system message of its own; as SmolLM2 has it. */
  static final String ONE_LINE =
      "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
          + "{{ '<|im_start|>system\nBe kind<|im_end|>\n' }}{% endif %}"
          + "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
          + "{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

  /** No system message of its own. */
  static final String PLAIN =
      "{% for message in messages %}"
          + "{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n'}}"
          + "{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

  /** Tools, and a system message in an else; as Qwen2.5 has it. */
  static final String WITH_TOOLS =
      """
      {%- if tools %}
          {{- '<|im_start|>system\\n' }}
          {%- if messages[0]['role'] == 'system' %}
              {{- messages[0]['content'] }}
          {%- else %}
              {{- 'Be kind' }}
          {%- endif %}
          {{- "\\n\\n# Tools: {\\"a\\": '}}'}" }}
          {{- '<|im_end|>\\n' }}
      {%- else %}
          {%- if messages[0]['role'] == 'system' %}
              {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
          {%- else %}
              {{- '<|im_start|>system\\nBe kind<|im_end|>\\n' }}
          {%- endif %}
      {%- endif %}
      {#- A comment with {{ and '. -#}
      {%- for message in messages %}
          {%- if message.role == "user" or message.role == "assistant" %}
              {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}
          {{- '<|im_start|>assistant\\n' }}
          {%- if enable_thinking is defined and enable_thinking is false %}
              {{- '<think>\\n\\n</think>\\n\\n' }}
          {%- endif %}
      {%- endif %}
      """;

  /** BOS first, text outside of expressions, a system message in a variable. */
  static final String WITH_VARIABLE =
      """
      {{- bos_token -}}
      {% if messages[0].role == 'system' %}
      {% set system_message = messages[0].content %}
      {% else %}
      {% set system_message = 'Be kind' %}
      {% endif %}
      {{- '<|im_start|>system\\n' + system_message + '<|im_end|>\\n' -}}
      {% for message in messages %}
      <|im_start|>{{ message.role }}
      {{ message.content }}<|im_end|>
      {% endfor %}
      {% if add_generation_prompt %}
      <|im_start|>assistant
      {% endif %}
      """;
}
