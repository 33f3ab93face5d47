package dev.tappet.support;

import java.util.List;

/**
 * Where the processes of a cluster run.
 */
interface NodeHost extends AutoCloseable {

	/**
	 * A server that is not started yet.
	 * @param options of the server, beside its port and its folder
	 */
	NodeProcess process(List<String> options);

	@Override
	void close();

}
