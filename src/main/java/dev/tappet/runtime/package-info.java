/**
 * Registry and engine: assembles, starts, supervises, drains and stops the triggers.
 */
@NullMarked
package dev.tappet.runtime;

import org.jspecify.annotations.NullMarked;
