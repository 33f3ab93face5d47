package dev.tappet.example;

import dev.tappet.source.Message;

/**
 * A message of a queue in memory.
 *
 * @param id the same on every attempt
 * @param body what was sent
 * @param replay whether it came back from the dead letters
 */
@SuppressWarnings("ArrayRecordComponent")
record MemoryMessage(String id, byte[] body, boolean replay) implements Message.Body {
}
