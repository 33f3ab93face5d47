package dev.tappet.source.kafka.connection;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where the schemas of a cluster's records are kept.
 *
 * @param urls where it answers; the next is asked where one cannot be
 * @param username who asks, or {@code null}
 * @param password the password, or {@code null}
 * @param keys where its keys stand in the configuration, for remedies
 */
public record SchemaRegistry(List<URI> urls, @Nullable String username, @Nullable Secret password, String keys) {
}
