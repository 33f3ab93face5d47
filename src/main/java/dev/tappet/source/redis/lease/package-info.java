/**
 * What was taken from a stream or list, by whom and until when, as the server records it.
 */
@NullMarked
package dev.tappet.source.redis.lease;

import org.jspecify.annotations.NullMarked;
