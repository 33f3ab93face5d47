package dev.tappet.operate;

import java.util.Collection;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.DeadLetters;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with dead letters.
 */
enum LetterAction {

	/** Put the messages back to where they came from, and remove their dead letters. */
	REPLAY {

		@Override
		CompletionStage<Integer> carryOut(DeadLetters letters, Collection<String> ids) {
			return letters.replay(ids);
		}

	},

	/** Remove them for good. */
	DELETE {

		@Override
		CompletionStage<Integer> carryOut(DeadLetters letters, Collection<String> ids) {
			return letters.delete(ids);
		}

	};

	abstract CompletionStage<Integer> carryOut(DeadLetters letters, Collection<String> ids);

	/** The action of a name, or null where there is none. */
	static @Nullable LetterAction of(@Nullable String name) {
		for (LetterAction action : values()) {
			if (action.spelled().equals(name)) {
				return action;
			}
		}
		return null;
	}

	String spelled() {
		return StateNames.of(this);
	}

}
