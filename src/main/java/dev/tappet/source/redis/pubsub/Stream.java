package dev.tappet.source.redis.pubsub;

/**
 * What is heard on one connection, in the order in which its server tells it.
 *
 * @param name the server's, under which other instances know the stream
 * @param connection tells it from what was heard of that server before
 */
record Stream(String name, Object connection) {
}
