package dev.tappet.operate;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Edit;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Shows the messages that were given up, newest first, and replays or deletes them.
 */
@WebEndpoint(id = "deadletters", defaultAccess = Access.READ_ONLY)
class DeadLettersEndpoint {

	private static final int USUAL = 50;

	private static final int MOST = 500;

	private static final int MOST_IDS = 10_000;

	private final TriggerRegistry registry;

	private final LetterView view;

	private final Clock clock;

	DeadLettersEndpoint(TriggerRegistry registry, LetterView view, Clock clock) {
		this.registry = registry;
		this.view = view;
		this.clock = clock;
	}

	/**
	 * A page of dead letters.
	 * @param name the trigger
	 * @param count most dead letters of the page
	 * @param before the id behind which the page begins, as the page before has it as
	 * {@code next}
	 * @param reason what their reason contains
	 * @param since a time, or an age such as {@code 2h}, since when they were given up
	 * @param until a time or an age before which they were given up
	 * @return the page
	 */
	@ReadOperation
	WebEndpointResponse<Object> list(@Selector String name, @Nullable String count, @Nullable String before,
			@Nullable String reason, @Nullable String since, @Nullable String until) {
		return ofTrigger(name, (letters) -> {
			int most = (count != null) ? number(count) : USUAL;
			LetterFilter filter = LetterFilter.of(reason, since, until, this.clock);
			LetterScan scan = new LetterScan(letters, filter, before, System::nanoTime);
			List<LetterView.Letter> page = new ArrayList<>();
			do {
				scan.next(most - page.size()).forEach((letter) -> page.add(this.view.show(letter)));
			}
			while (page.size() < most && scan.goesOn());
			return new WebEndpointResponse<>(new Page(name, Answers.await(letters.count()), page, scan.rest()));
		});
	}

	/** Text to begin with, or the answer to another would not say what it can be. */
	private static int number(String count) {
		if (!count.matches("[1-9][0-9]{0,2}") || Integer.parseInt(count) > MOST) {
			throw new IllegalArgumentException("'count' is a number from 1 to %d.".formatted(MOST));
		}
		return Integer.parseInt(count);
	}

	/**
	 * Replays or deletes dead letters.
	 * @param name the trigger
	 * @param action {@code replay} or {@code delete}
	 * @param ids which of them, as a JSON list
	 * @param all whether all of them
	 * @param reason those whose reason contains this
	 * @param since those that were given up since a time, or an age such as {@code 2h}
	 * @param until those that were given up before a time or an age
	 * @param before those behind this id, to go on where another request has ended
	 * @param dryRun whether it is only counted how many are meant
	 * @param payload what an edited copy of the one that is meant has for its payload, as
	 * text
	 * @param base64 the same in Base64, where it is no text
	 * @param fields what an edited copy has in some of its fields, as a JSON object
	 * @return what was done
	 */
	@WriteOperation
	WebEndpointResponse<Object> act(@Selector String name, @Nullable String action, @Nullable String ids,
			@Nullable Boolean all, @Nullable String reason, @Nullable String since, @Nullable String until,
			@Nullable String before, @Nullable Boolean dryRun, @Nullable String payload, @Nullable String base64,
			@Nullable String fields) {
		return ofTrigger(name, (letters) -> {
			LetterAction wanted = LetterAction.of(action);
			if (wanted == null) {
				return Problem.badRequest("'action' is \"replay\" or \"delete\".");
			}
			LetterFilter filter = LetterFilter.of(reason, since, until, this.clock);
			boolean some = Boolean.TRUE.equals(all) || !filter.isAny();
			if ((ids != null) == some) {
				return Problem.badRequest("Say which dead letters are meant: either 'ids', "
						+ "or some of 'reason', 'since' and 'until', or \"all\": true.");
			}
			List<String> named = (ids != null) ? Ids.of(ids) : List.of();
			if (named.size() > MOST_IDS) {
				return Problem.badRequest("No more than %d ids at a time.".formatted(MOST_IDS));
			}
			Edit edit = Edits.of(payload, base64, fields);
			if (edit != null && !this.view.payloads()) {
				return Problem.conflict("What dead letters hold is not shown here, so no copy can be edited: "
						+ "tappet.dead-letters.show-payloads is false.");
			}
			if (edit != null && (wanted != LetterAction.REPLAY || named.size() != 1)) {
				return Problem
					.badRequest("An edited copy is replayed, and of one dead letter: name it alone in 'ids'.");
			}
			LetterRun run = new LetterRun(letters, wanted, Boolean.TRUE.equals(dryRun), System::nanoTime);
			try {
				if (edit != null) {
					return new WebEndpointResponse<>(run.edited(named.getFirst(), edit));
				}
				return new WebEndpointResponse<>((ids != null) ? run.named(named) : run.matching(filter, before));
			}
			catch (Answers.UnansweredException ex) {
				return refused(ex, "%d were done before; to ask again does no harm. ".formatted(run.count()));
			}
		});
	}

	private WebEndpointResponse<Object> ofTrigger(String name,
			Function<DeadLetters, WebEndpointResponse<Object>> question) {
		Trigger trigger = this.registry.find(name);
		if (trigger == null) {
			return Problem.unknownTrigger(name);
		}
		try {
			return question.apply(trigger.deadLetters());
		}
		catch (Answers.UnansweredException ex) {
			return refused(ex, "");
		}
		catch (IllegalArgumentException ex) {
			return Problem.badRequest(String.valueOf(ex.getMessage()));
		}
	}

	/** An id that is none is the asker's mistake; else the broker does not answer. */
	private static WebEndpointResponse<Object> refused(Answers.UnansweredException unanswered, String before) {
		return unanswered.isMistake() ? Problem.badRequest(unanswered.reason())
				: Problem.unavailable("The dead letters could not be read. " + before + unanswered.reason());
	}

	/**
	 * A page of dead letters.
	 *
	 * @param trigger the trigger
	 * @param total how many dead letters it has in all, whatever the filter
	 * @param deadLetters those of the page, newest first
	 * @param next what the next page begins behind, or {@code null} at the end
	 */
	@JsonInclude(Include.NON_NULL)
	record Page(String trigger, long total, List<LetterView.Letter> deadLetters, @Nullable String next) {
	}

}
