package dev.tappet.runtime;

import dev.tappet.source.Wish;

/**
 * A wish that an operator has given, and how far it reaches.
 *
 * @param wish the wish that holds now
 * @param everywhere whether all instances follow it and it outlives them; otherwise there
 * is no place to keep it, and this instance alone follows it until it ends
 */
public record KeptWish(Wish wish, boolean everywhere) {
}
