/**
 * What was begun and finished of a partition, and how a commit keeps it.
 */
@NullMarked
package dev.tappet.source.kafka.commit;

import org.jspecify.annotations.NullMarked;
