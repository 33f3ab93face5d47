/**
 * Reads streams and lists: what may be read now, and when to look again.
 */
@NullMarked
package dev.tappet.source.redis.poll;

import org.jspecify.annotations.NullMarked;
