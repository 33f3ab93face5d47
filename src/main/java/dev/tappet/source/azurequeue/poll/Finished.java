package dev.tappet.source.azurequeue.poll;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were finished here and could not be removed, since their receipt was not
 * known any more. One that is taken here again is removed then, without another run.
 */
final class Finished {

	/** So many at most: the oldest is forgotten, and handled again where it comes. */
	static final int MOST = 1000;

	private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

	/**
	 * Remembers a message.
	 * @param id its id
	 * @param verdict that it is done, or that its dead letter is written
	 */
	void add(String id, Verdict verdict) {
		this.verdicts.put(id, verdict);
		if (this.verdicts.size() > MOST) {
			this.verdicts.remove(this.verdicts.keySet().iterator().next());
		}
	}

	/** Takes what was remembered of a message, or null where nothing was. */
	@Nullable Verdict take(String id) {
		return this.verdicts.remove(id);
	}

}
