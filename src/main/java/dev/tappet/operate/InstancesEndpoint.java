package dev.tappet.operate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.InstanceRegister;
import dev.tappet.source.Instances;
import dev.tappet.source.Instances.Instance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows which instances live. This one is always among them; the others are those that
 * say so where this one does.
 */
@Endpoint(id = "instances", defaultAccess = Access.READ_ONLY)
class InstancesEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(InstancesEndpoint.class);

	/** What is known of other places does not wait longer for one. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final String instance;

	private final List<InstanceRegister> registers;

	private final Clock clock;

	private final Instant since;

	/**
	 * Makes an endpoint.
	 * @param instance the id of this instance
	 * @param registers where instances say that they live
	 * @param clock what this instance itself goes by, which lives since now
	 */
	InstancesEndpoint(String instance, List<InstanceRegister> registers, Clock clock) {
		this.instance = instance;
		this.registers = List.copyOf(registers);
		this.clock = clock;
		this.since = now();
	}

	/** To the millisecond, as all others tell it. */
	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	@ReadOperation
	ShownInstances instances() {
		Map<String, CompletionStage<Instances>> asked = new TreeMap<>();
		this.registers.forEach((register) -> asked.putAll(register.ask()));
		Map<String, CompletableFuture<Instances>> answers = new TreeMap<>();
		asked.forEach((place, answer) -> answers.put(place,
				answer.toCompletableFuture().copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)));
		Instances found = Instances.NONE;
		List<String> unanswered = new ArrayList<>();
		for (Map.Entry<String, CompletableFuture<Instances>> each : answers.entrySet()) {
			try {
				found = found.and(each.getValue().join());
			}
			catch (CompletionException | CancellationException ex) {
				logger.debug("The Redis of the connection '{}' does not tell which instances live", each.getKey(), ex);
				unanswered.add(each.getKey());
			}
		}
		return ShownInstances.of(self(found), found, asked.size() > unanswered.size(), unanswered);
	}

	/** This instance lives, whether anybody else says so or not. */
	private Instance self(Instances found) {
		return found.shown()
			.stream()
			.filter((each) -> each.id().equals(this.instance) && each.lives())
			.findFirst()
			.orElseGet(() -> new Instance(this.instance, this.since, now(), true));
	}

}
