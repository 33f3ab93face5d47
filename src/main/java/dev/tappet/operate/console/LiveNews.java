package dev.tappet.operate.console;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import dev.tappet.operate.LiveTrigger;
import dev.tappet.operate.LiveTriggers;
import dev.tappet.operate.ShownFigures;
import tools.jackson.databind.json.JsonMapper;

/**
 * What viewers are told at each tick: the triggers as JSON.
 */
class LiveNews {

	/**
	 * Brokers are asked once in so many ticks: what is counted here moves by the second,
	 * and a broker's answers cost it something, in some cases money.
	 */
	static final int TICKS_PER_QUESTION = 5;

	private final String instance;

	private final LiveTriggers triggers;

	private final ShownFigures shown;

	private final Clock clock;

	private final JsonMapper mapper = new JsonMapper();

	LiveNews(String instance, LiveTriggers triggers, ShownFigures shown, Clock clock) {
		this.instance = instance;
		this.triggers = triggers;
		this.shown = shown;
		this.clock = clock;
	}

	/**
	 * All triggers at one moment.
	 *
	 * @param instance the name of the instance that tells it
	 * @param at the moment
	 * @param triggers each trigger, in the order of their names
	 */
	record Moment(String instance, Instant at, List<LiveTrigger> triggers) {
	}

	/**
	 * What is told at a tick, in one line.
	 * @param tick the number of ticks before it
	 * @return JSON
	 */
	String at(long tick) {
		if (tick % TICKS_PER_QUESTION == 0) {
			this.triggers.ask(this.shown);
		}
		return this.mapper
			.writeValueAsString(new Moment(this.instance, this.clock.instant(), this.triggers.look(this.shown)));
	}

}
