package dev.tappet.source;

/**
 * That no more than so many workers can share the work of a source.
 *
 * @param workers the most that have something to do
 * @param reason why, and what to do about it, as a part of a sentence
 */
public record WorkerLimit(int workers, String reason) {
}
