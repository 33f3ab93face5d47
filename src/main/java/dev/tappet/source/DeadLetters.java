package dev.tappet.source;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one trigger, over all instances. Where they are kept, under which
 * name and in which format is known here and nowhere else. Every step is safe to repeat,
 * and fails where the broker cannot be asked.
 */
public interface DeadLetters {

	/**
	 * How many there are.
	 * @return the number, 0 where none was ever written
	 */
	CompletionStage<Long> count();

	/**
	 * A page of them, newest first.
	 * @param most most dead letters to return
	 * @param before the id of a dead letter that the page begins after, or {@code null}
	 * to begin with the newest
	 * @return the page, empty at the end
	 */
	CompletionStage<List<DeadLetter>> list(int most, @Nullable String before);

	/**
	 * Puts original messages back to their source, marked as replayed, and then removes
	 * their dead letters.
	 * @param ids which dead letters
	 * @return how many were put back: an id that is not there counts for nothing
	 */
	CompletionStage<Integer> replay(Collection<String> ids);

	/**
	 * Puts an edited copy of an original message back to its source, marked as replayed,
	 * and then removes the dead letter. Fails with an {@link IllegalArgumentException}
	 * where no such copy can be made.
	 * @param id which dead letter
	 * @param edit what the copy has in the place of what the original had
	 * @return 1, or 0 where it is not there
	 */
	CompletionStage<Integer> replay(String id, Edit edit);

	/**
	 * Removes dead letters for good.
	 * @param ids which dead letters
	 * @return how many were removed
	 */
	CompletionStage<Integer> delete(Collection<String> ids);

}
