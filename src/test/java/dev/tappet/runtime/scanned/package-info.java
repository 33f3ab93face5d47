/**
 * What a handler jar could hold.
 */
@NullMarked
package dev.tappet.runtime.scanned;

import org.jspecify.annotations.NullMarked;
