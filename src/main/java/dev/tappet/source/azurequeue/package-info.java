/**
 * The queues of Azure Storage.
 */
@NullMarked
package dev.tappet.source.azurequeue;

import org.jspecify.annotations.NullMarked;
