/**
 * What handler authors test with: a handler on payloads without a broker, and triggers on
 * an embedded Redis.
 */
@NullMarked
package dev.tappet.test;

import org.jspecify.annotations.NullMarked;
