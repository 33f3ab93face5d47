/**
 * The newcomer's triggers: handlers, a publisher and a Redis to try them on.
 */
@NullMarked
package dev.tappet.sample;

import org.jspecify.annotations.NullMarked;
