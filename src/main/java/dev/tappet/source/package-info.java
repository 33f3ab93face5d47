/**
 * The ports: a source of deliveries, a delivery and how it is settled, a backlog.
 */
@NullMarked
package dev.tappet.source;

import org.jspecify.annotations.NullMarked;
