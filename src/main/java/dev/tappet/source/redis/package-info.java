/**
 * Pollers and subscribers: the only package that knows Lettuce and Spring Data Redis.
 */
@NullMarked
package dev.tappet.source.redis;

import org.jspecify.annotations.NullMarked;
