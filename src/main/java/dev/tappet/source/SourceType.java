package dev.tappet.source;

import java.util.List;

import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A kind of source: all that the rest of the service knows of it. One bean of this type
 * adds a broker's source to the service. It is made before the configuration is read, so
 * what connects is only to be looked up when a source is made.
 */
public interface SourceType {

	/**
	 * The name of its block under a trigger, and of the kind in metrics and endpoints.
	 * @return such as {@code redis-stream}
	 */
	String name();

	/**
	 * What it can do.
	 * @return the traits
	 */
	Traits traits();

	/**
	 * The payload types that it offers beside text, bytes and JSON.
	 * @return the types, none unless there are some
	 */
	default List<PayloadType> payloadTypes() {
		return List.of();
	}

	/**
	 * The kind of connection that it needs.
	 * @return the name of a {@link ConnectionType}
	 */
	String connectionType();

	/**
	 * What its block binds to, and what is made of it. Asked before anything is connected
	 * to.
	 * @return the block
	 */
	Block<?, ? extends SourceDefinition> block();

	/**
	 * Reports what keeps triggers of this kind from using the default connection, such as
	 * that there is none. Asked for each enabled trigger that uses it.
	 * @param problems takes what is wrong with the trigger
	 */
	default void checkDefaultConnection(Problems problems) {
	}

	/**
	 * Reports what keeps a trigger from running beside another of this kind on the same
	 * connection, such as that each would take the other's messages.
	 * @param trigger the trigger
	 * @param earlier one that stands before it in the configuration
	 * @param problems takes what is wrong with the block of the trigger
	 */
	default void checkBeside(SourceDefinition trigger, TriggerDefinition earlier, Problems problems) {
	}

	/**
	 * A command that fires a trigger of this kind.
	 * @param trigger the trigger
	 * @return a line for a shell, without secrets
	 */
	String example(TriggerDefinition trigger);

	/**
	 * Looks whether a trigger would run, and changes nothing for that: nothing is read,
	 * made or subscribed to. Blocks while the broker is asked, for some seconds at most.
	 * @param trigger the trigger
	 * @return what was found; that the broker cannot be reached is a finding
	 */
	default List<Finding> check(TriggerDefinition trigger) {
		return List.of(new Finding.Fine("this kind of source has nothing to be checked"));
	}

	/**
	 * Where the broker of a trigger keeps what operators wish of it.
	 * @param trigger the trigger
	 * @return the store, the same for all triggers of a connection, or {@code null} where
	 * this broker is no place to keep anything
	 */
	default @Nullable WishStore wishes(TriggerDefinition trigger) {
		return null;
	}

	/**
	 * Makes a message of a payload that an operator or a test has typed, such as the
	 * source would give it to the handler. It comes from no broker and goes to none.
	 * @param trigger the trigger
	 * @param typed the payload, with an id, the time and headers
	 * @return the message
	 * @throws IllegalArgumentException with what is wrong, where no message of this kind
	 * can have such a payload
	 */
	default Message trial(TriggerDefinition trigger, TrialMessage typed) {
		return typed.withoutHeaders(name());
	}

	/**
	 * Writes an object of a test as the payload of a typed message, where this kind has a
	 * form of its own for such objects.
	 * @param trigger the trigger
	 * @param payload the object
	 * @return bytes for {@link #trial}, or {@code null} where it is to be JSON
	 * @throws IllegalArgumentException with what is wrong, where the trigger cannot be
	 * given such an object
	 */
	default byte @Nullable [] typed(TriggerDefinition trigger, Object payload) {
		return null;
	}

	/**
	 * Makes the source of a trigger. Nothing is read, and nothing is connected to, before
	 * it is joined or subscribed to.
	 * @param trigger the trigger, with a {@link SourceDefinition} of this kind
	 * @param batched whether the handler takes batches, so that a delivery has up to
	 * {@code count} messages
	 * @param listener told what was carried out
	 * @return the source
	 */
	Source create(TriggerDefinition trigger, boolean batched, SourceListener listener);

}
