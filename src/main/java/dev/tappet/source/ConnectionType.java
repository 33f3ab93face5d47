package dev.tappet.source;

import org.jspecify.annotations.Nullable;

/**
 * A kind of connection: how the configuration of one becomes a {@link Connection}. One
 * bean of this type lets a broker have named connections. It is made and asked before
 * anything is connected to, so it must need nothing that connects.
 */
public interface ConnectionType {

	/**
	 * The name of the kind, by which a {@link SourceType} asks for it, and of the block
	 * that holds its keys.
	 * @return such as {@code kafka}
	 */
	String name();

	/**
	 * Whether the keys stand directly under the connection's name instead of in a block
	 * that is named like the kind. One kind at most may do so.
	 * @return whether there is no block
	 */
	default boolean direct() {
		return false;
	}

	/**
	 * What its keys bind to, and what is made of them.
	 * @return the block
	 */
	Block<?, ? extends Connection> block();

	/**
	 * Where the keys of the default connection stand, if it is made of keys and these are
	 * to be checked with all others. Keys that are not known there belong to somebody
	 * else and are not reported.
	 * @return such as {@code spring.data.redis}, or {@code null}
	 */
	default @Nullable String defaultPrefix() {
		return null;
	}

	/**
	 * What the keys of the default connection bind to, where they are named otherwise
	 * than those of the others.
	 * @return the block
	 */
	default Block<?, ? extends Connection> defaultBlock() {
		return block();
	}

	/**
	 * A value as it may be shown in a report. Keys that sound secret, such as
	 * {@code password}, and values that look like it are masked without asking.
	 * @param key the key relative to the block
	 * @param value its value, which may be mistaken in any way
	 * @return the value without what is secret in it
	 */
	default String shown(String key, String value) {
		return value;
	}

}
