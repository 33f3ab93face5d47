/**
 * The newcomer's triggers: handlers, and a publisher that makes them fire.
 */
@NullMarked
package dev.tappet.sample;

import org.jspecify.annotations.NullMarked;
