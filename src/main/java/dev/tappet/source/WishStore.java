package dev.tappet.source;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Keeps what operators wish of triggers where all instances see it and where it outlives
 * them. Each step fails where it cannot be asked, and never hangs. There is one object
 * for all triggers whose wishes lie in the same place, so that one look serves them all.
 */
public interface WishStore {

	/**
	 * Where they are kept, without secrets.
	 * @return such as an address
	 */
	String place();

	/**
	 * What is wished of some triggers. One question, however many there are.
	 * @param triggers their names
	 * @return the wishes by name, without those triggers of which nothing was ever
	 * wished. Fails with a {@link WishesRefusedException} where asking again is of no use
	 */
	CompletionStage<Map<String, Wish>> look(Collection<String> triggers);

	/**
	 * Keeps a wish. One that holds already stays as it is, with whoever said it first; of
	 * two that are said at once the later one holds.
	 * @param trigger the name of the trigger
	 * @param paused whether nothing is to be fetched
	 * @param by who says it
	 * @return the wish that holds now
	 */
	CompletionStage<Wish> wish(String trigger, boolean paused, String by);

}
