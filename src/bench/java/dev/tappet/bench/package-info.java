/**
 * Measures Tappet beside hand-written loops and the neighbours, in one run.
 */
@NullMarked
package dev.tappet.bench;

import org.jspecify.annotations.NullMarked;
