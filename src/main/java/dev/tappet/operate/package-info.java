/**
 * Health, meters, scaling hints and endpoints; nothing depends on it.
 */
@NullMarked
package dev.tappet.operate;

import org.jspecify.annotations.NullMarked;
