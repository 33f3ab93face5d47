/**
 * A Redis server that ends with this process, for the samples and for tests.
 */
@NullMarked
package dev.tappet.embedded;

import org.jspecify.annotations.NullMarked;
