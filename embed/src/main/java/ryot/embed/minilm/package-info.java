/** Sentence embeddings by MiniLM, whose weights come as a library. */
@NullMarked
package ryot.embed.minilm;

import org.jspecify.annotations.NullMarked;
