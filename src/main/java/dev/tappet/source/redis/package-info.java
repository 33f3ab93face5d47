/**
 * Redis: the kinds of sources that read from it, and how they are put together.
 */
@NullMarked
package dev.tappet.source.redis;

import org.jspecify.annotations.NullMarked;
