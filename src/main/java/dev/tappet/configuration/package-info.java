/**
 * YAML to validated, immutable trigger definitions.
 */
@NullMarked
package dev.tappet.configuration;

import org.jspecify.annotations.NullMarked;
