package dev.tappet.dispatch.payload;

import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;

/**
 * Turns one raw message into what a handler takes. Made once per trigger.
 */
@FunctionalInterface
public interface PayloadBinder {

	/**
	 * Binds one message.
	 * @param source the stream, list or channel that it came from
	 * @param message the raw message
	 * @return the payload, or the element where the handler takes batches
	 * @throws UnbindablePayloadException if it does not fit
	 */
	Object bind(String source, Message message) throws UnbindablePayloadException;

}
