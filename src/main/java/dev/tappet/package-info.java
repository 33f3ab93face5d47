/**
 * The service's entry point and its auto-configuration.
 */
@NullMarked
package dev.tappet;

import org.jspecify.annotations.NullMarked;
