/**
 * The page for people: it shows and does what the endpoints show and allow, and nothing
 * else.
 */
@NullMarked
package dev.tappet.operate.console;

import org.jspecify.annotations.NullMarked;
