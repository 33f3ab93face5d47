/**
 * How a Redis is reached: what is configured, connections, scripts, failures in words.
 */
@NullMarked
package dev.tappet.source.redis.connection;

import org.jspecify.annotations.NullMarked;
