/**
 * YAML to validated, immutable trigger definitions.
 */
@NullMarked
package dev.tappet.definition;

import org.jspecify.annotations.NullMarked;
