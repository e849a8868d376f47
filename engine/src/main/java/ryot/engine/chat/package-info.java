/**
 * From a conversation's messages to a prompt and back. Knows which control tokens frame a turn, and
 * that what people write is never one of them.
 */
@NullMarked
package ryot.engine.chat;

import org.jspecify.annotations.NullMarked;
