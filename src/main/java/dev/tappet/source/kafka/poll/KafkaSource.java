package dev.tappet.source.kafka.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Delivery;
import dev.tappet.source.LastingThreads;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.RetryQueue;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.WorkerLimit;
import dev.tappet.source.Workers;
import dev.tappet.source.kafka.commit.MetadataLimit;
import dev.tappet.source.kafka.letter.KafkaDeadLetters;
import dev.tappet.source.kafka.letter.LetterTopic;
import dev.tappet.source.kafka.letter.LetterWriter;
import dev.tappet.source.kafka.place.Place;
import dev.tappet.source.kafka.poll.Burials.Writing;
import dev.tappet.source.kafka.poll.Partition.Held;
import dev.tappet.source.kafka.value.ValueFormats;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;

/**
 * The records of one trigger's topics.
 */
public final class KafkaSource implements Source {

	private final TriggerDefinition trigger;

	private final LastingThreads threads;

	private final Mail mail = new Mail();

	private final Condition condition;

	private final Verdicts verdicts;

	private final Burials burials;

	private final Feed feed;

	private final ReadBuffer.Share share;

	private final PollLoop loop;

	private final GroupBacklog backlog;

	private final Untouched untouched = new Untouched();

	private final KafkaDeadLetters deadLetters;

	private volatile boolean started;

	/**
	 * What sources share.
	 *
	 * @param readBuffer where what is read has to find room
	 * @param threads starts what lasts
	 * @param clock for times that are told
	 */
	public record Surroundings(ReadBuffer readBuffer, LastingThreads threads, Clock clock) {
	}

	/**
	 * Makes a source that has not connected yet.
	 * @param trigger the trigger
	 * @param batched whether its handler takes batches
	 * @param listener told what was carried out
	 * @param place the cluster
	 * @param formats how its records are read
	 * @param surroundings what sources share
	 */
	public KafkaSource(TriggerDefinition trigger, boolean batched, SourceListener listener, Place place,
			ValueFormats.Pair formats, Surroundings surroundings) {
		this.trigger = trigger;
		this.threads = surroundings.threads();
		PollSettings settings = PollSettings.of(trigger, batched, surroundings.readBuffer().most());
		KafkaDefinition definition = settings.definition();
		this.condition = new Condition(trigger.name(),
				"%s in the group '%s'".formatted(String.join(", ", definition.topics()), definition.group()), listener,
				surroundings.clock());
		this.burials = new Burials(trigger, new Writing(new LetterWriter(place), place.clients()), this.mail,
				this.condition, listener, surroundings.clock());
		List<String> letterTopics = definition.topics().stream().map(definition::deadLetterTopic).distinct().toList();
		LetterWatch letters = new LetterWatch(
				letterTopics.stream().map((topic) -> LetterWatch.Topic.of(new LetterTopic(place, topic))).toList(),
				place.clients()::explain, this.condition, System::nanoTime);
		RetryQueue<Held> retries = new RetryQueue<>();
		this.verdicts = new Verdicts(this.mail, retries, this.burials, listener, System::nanoTime);
		this.feed = new Feed(settings.feed(), this.verdicts);
		this.share = surroundings.readBuffer().share(this.mail::wake);
		MetadataLimit limit = new MetadataLimit();
		Commits commits = new Commits(this.verdicts, this.mail,
				new Commits.Telling(listener, this.condition, this.feed), place.clients(), limit, System::nanoTime);
		Partition.Maker partitions = new Partition.Maker(settings.window(), limit, this.share::release,
				new Occupancy(settings.strict()));
		Positions positions = new Positions(definition.startFrom(), partitions, listener, surroundings.clock());
		this.loop = new PollLoop(settings, place,
				new PollLoop.Parts(this.mail, this.feed, retries, commits, new Flow(this.feed, this.share),
						this.condition, new Probe(place, definition.topics(), this.condition, letters), this.untouched),
				positions, formats);
		this.backlog = new GroupBacklog(place, trigger.name(), definition, surroundings.clock());
		this.deadLetters = new KafkaDeadLetters(place, trigger.name(), definition.group(), letterTopics);
	}

	@Override
	public Flux<Delivery> deliveries() {
		return Flux.from((subscriber) -> {
			subscriber.onSubscribe(new Subscription() {

				@Override
				public void request(long deliveries) {
					if (KafkaSource.this.feed.request(deliveries)) {
						KafkaSource.this.mail.wake();
					}
				}

				@Override
				public void cancel() {
					KafkaSource.this.feed.stop();
				}

			});
			this.feed.start(subscriber);
			this.started = true;
			this.threads.start(Thread.ofPlatform().name("tappet-kafka-" + this.trigger.name()), this.loop::run);
		});
	}

	@Override
	public void pause() {
		this.feed.pause(true);
		this.mail.wake();
	}

	@Override
	public void resume() {
		this.feed.pause(false);
		this.mail.wake();
	}

	@Override
	public boolean isPaused() {
		return this.feed.isPaused();
	}

	@Override
	public SourceStatus status() {
		return this.condition.status();
	}

	@Override
	public CompletionStage<@Nullable Backlog> backlog() {
		return this.backlog.ask();
	}

	@Override
	public CompletionStage<@Nullable Duration> backlogAge() {
		return this.backlog.age();
	}

	@Override
	public CompletionStage<@Nullable Workers> workers() {
		return this.backlog.workers();
	}

	@Override
	public @Nullable WorkerLimit workerLimit() {
		return this.backlog.limit();
	}

	@Override
	public boolean givesAtOnce() {
		return !this.untouched.positions().isEmpty();
	}

	/** What waits in partitions of other workers is theirs. */
	@Override
	public Backlog share(Backlog all) {
		return new Backlog(this.backlog.behind(this.untouched.positions()), 0);
	}

	@Override
	public DeadLetters deadLetters() {
		return this.deadLetters;
	}

	@Override
	public void close(Duration patience) {
		this.feed.stop();
		this.verdicts.closing();
		if (this.started) {
			this.loop.close(patience);
		}
		this.burials.end();
		this.share.close();
	}

}
