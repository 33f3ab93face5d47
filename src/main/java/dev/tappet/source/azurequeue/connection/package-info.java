/**
 * How the queues of a storage account are reached, and what their failures mean.
 */
@NullMarked
package dev.tappet.source.azurequeue.connection;

import org.jspecify.annotations.NullMarked;
