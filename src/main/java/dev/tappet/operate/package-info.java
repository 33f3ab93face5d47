/**
 * Health, meters, scaling hints and endpoints; nothing but its console depends on it.
 */
@NullMarked
package dev.tappet.operate;

import org.jspecify.annotations.NullMarked;
