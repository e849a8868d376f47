@NullMarked
package ryot.embed.minilm;

import org.jspecify.annotations.NullMarked;
