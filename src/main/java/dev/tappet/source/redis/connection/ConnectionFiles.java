package dev.tappet.source.redis.connection;

import dev.tappet.source.ChangingFiles;

import org.springframework.core.env.Environment;

/**
 * Reads a connection anew where its keys may stand in files that change under a running
 * service.
 *
 * @param environment the configuration
 */
record ConnectionFiles(Environment environment) {

	/**
	 * A connection as its files have it now.
	 * @param known the connection as it was read at the start
	 * @param prefix where its keys stand
	 * @return the connection, or what was known where there are no such files, or
	 * something is wrong with them
	 */
	ConnectionDefinition latest(ConnectionDefinition known, String prefix) {
		return new ChangingFiles(this.environment).latest(known, prefix, ConnectionProperties.class, (properties,
				problems) -> new ConnectionReader(known.name(), properties, problems, Surroundings.UNKNOWN).read());
	}

}
