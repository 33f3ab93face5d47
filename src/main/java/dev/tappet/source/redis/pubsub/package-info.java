/**
 * Hears what is published, and holds it until a handler is free.
 */
@NullMarked
package dev.tappet.source.redis.pubsub;

import org.jspecify.annotations.NullMarked;
