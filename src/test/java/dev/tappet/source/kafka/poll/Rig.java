package dev.tappet.source.kafka.poll;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.tappet.source.Delivery;
import dev.tappet.source.RetryQueue;
import dev.tappet.source.kafka.commit.Marks;
import dev.tappet.source.kafka.commit.MetadataLimit;
import dev.tappet.source.kafka.commit.WindowSettings;
import dev.tappet.source.kafka.connection.KafkaClients;
import dev.tappet.source.kafka.letter.LetterWriter;
import dev.tappet.source.kafka.place.Place;
import dev.tappet.source.kafka.place.Places;
import dev.tappet.source.kafka.poll.KafkaDefinition.GroupProtocol;
import dev.tappet.source.kafka.poll.Partition.Held;
import dev.tappet.source.kafka.value.FormatSettings;
import dev.tappet.source.kafka.value.ValueFormat;
import dev.tappet.source.kafka.value.ValueFormats;
import dev.tappet.support.Silent;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.TriggerDefinition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/**
 * The parts of a source that the thread which polls puts together. Here a test is that
 * thread, and nothing is connected to.
 */
final class Rig {

	static final ValueFormats.Pair TEXT = new ValueFormats.Pair(new ValueFormat() {
	}, new ValueFormat() {
	});

	final HandCommitted consumer = new HandCommitted();

	final AtomicLong now = new AtomicLong();

	final AtomicLong room = new AtomicLong();

	final Told told = new Told();

	final Mail mail = new Mail();

	final Condition condition = new Condition("orders-in", "orders", this.told, Clock.systemUTC());

	final RetryQueue<Held> retries = new RetryQueue<>();

	final MetadataLimit limit = new MetadataLimit();

	final Partition.Maker partitions;

	final Verdicts verdicts;

	final Feed feed;

	final Commits commits;

	final List<Delivery> delivered = new ArrayList<>();

	/** Counts what it is told. */
	static final class Told extends Silent {

		int completed;

		int retried;

		int takenOver;

		final List<String> gaps = new ArrayList<>();

		@Override
		public void completed(int messages) {
			this.completed += messages;
		}

		@Override
		public void retried(int messages) {
			this.retried += messages;
		}

		@Override
		public void takenOver(int messages) {
			this.takenOver += messages;
		}

		@Override
		public void gap(String source, Instant since) {
			this.gaps.add(source);
		}

	}

	/** The clients of a cluster that nobody talks to. */
	private static final class Nowhere implements KafkaClients {

		@Override
		public String place() {
			return "nowhere";
		}

		@Override
		public String clientId() {
			return "tappet-nobody";
		}

		@Override
		public Map<String, Object> consumer() {
			throw new IllegalStateException("nothing is connected to");
		}

		@Override
		public Map<String, Object> producer() {
			throw new IllegalStateException("nothing is connected to");
		}

		@Override
		public Map<String, Object> admin() {
			throw new IllegalStateException("nothing is connected to");
		}

		@Override
		public String explain(Throwable failure) {
			return String.valueOf(failure.getMessage());
		}

	}

	private Rig(Feed.FeedSettings settings, int window) {
		TriggerDefinition trigger = trigger();
		KafkaClients clients = new Nowhere();
		Place place = new Places((name) -> clients).at("default");
		this.partitions = new Partition.Maker(new WindowSettings(window, 5, settings.strict()), this.limit,
				this.room::addAndGet, new Occupancy(settings.strict()));
		Burials burials = new Burials(trigger, new Burials.Writing(new LetterWriter(place), clients), this.mail,
				this.condition, this.told, Clock.systemUTC());
		this.verdicts = new Verdicts(this.mail, this.retries, burials, this.told, this.now::get);
		this.feed = new Feed(settings, this.verdicts);
		this.feed.start(new BaseSubscriber<>() {

			@Override
			protected void hookOnNext(Delivery delivery) {
				Rig.this.delivered.add(delivery);
			}

		});
		this.commits = new Commits(this.verdicts, this.mail, new Commits.Telling(this.told, this.condition, this.feed),
				clients, this.limit, this.now::get);
	}

	static Rig unordered() {
		return new Rig(new Feed.FeedSettings(1, 0, 500, false), 10_000);
	}

	static Rig strict() {
		return new Rig(new Feed.FeedSettings(1, 0, 10, true), 10_000);
	}

	static Rig of(Feed.FeedSettings settings, int window) {
		return new Rig(settings, window);
	}

	static TriggerDefinition trigger() {
		return new TriggerDefinition("orders-in", null, "default", true, 16, Ordering.NONE, Duration.ofMinutes(5), 100,
				new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0),
				new KafkaDefinition(List.of("orders"), "orders-in", new StartFrom.Beginning(), 500, FormatSettings.TEXT,
						GroupProtocol.CLASSIC, Duration.ofSeconds(10), 10_000, null));
	}

	static TopicPartition id(int partition) {
		return new TopicPartition("orders", partition);
	}

	/** A partition from its beginning, with so many records in hands. */
	Partition partition(int number, int records) {
		Partition partition = this.partitions.make(id(number), Marks.none(0));
		fetch(partition, 0, records);
		return partition;
	}

	static void fetch(Partition partition, long from, int records) {
		for (long offset = from; offset < from + records; offset++) {
			partition.window().fetch(offset, new KafkaMessage(record(partition.id().partition(), offset), TEXT), 1);
		}
	}

	static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
		return new ConsumerRecord<>("orders", partition, offset, null, new byte[] { 'x' });
	}

	/** The partitions of a member of the group, which has none yet. */
	Assignment assignment(Duration patience) {
		Positions positions = new Positions(new StartFrom.Beginning(), this.partitions, this.told, Clock.systemUTC());
		return new Assignment(this.consumer, positions, this.commits, this.mail, this.condition, patience);
	}

	/** Has the group give partitions to this member. */
	void assign(Assignment assignment, int... numbers) {
		List<TopicPartition> ids = IntStream.of(numbers).mapToObj(Rig::id).toList();
		ids.forEach((id) -> holds(id.partition(), 0, 0));
		this.consumer.subscribe(List.of("orders"), assignment);
		this.consumer.rebalance(ids);
	}

	/** Has a partition hold records from an offset up to another. */
	void holds(int partition, long first, long end) {
		this.consumer.updateBeginningOffsets(Map.of(id(partition), first));
		this.consumer.updateEndOffsets(Map.of(id(partition), end));
	}

	static Partition find(Assignment assignment, int partition) {
		return Objects.requireNonNull(assignment.find(id(partition)));
	}

	/** Begins what is wanted, has it committed, and hands it on. */
	void run(List<Partition> partitions) {
		this.feed.emit(partitions);
		this.feed.claim(partitions);
		this.commits.go(this.consumer, partitions);
		if (this.consumer.underWay() > 0) {
			this.consumer.confirm();
		}
		this.feed.emit(partitions);
	}

	/** The ids of what was handed on since this was last asked. */
	List<String> taken() {
		List<String> ids = this.delivered.stream()
			.flatMap((delivery) -> IntStream.range(0, delivery.size())
				.mapToObj((position) -> delivery.message(position).id()))
			.toList();
		this.delivered.clear();
		return ids;
	}

	@Nullable String reason() {
		return this.condition.status().reason();
	}

	long committed(int partition) {
		return Objects.requireNonNull(metadata(partition)).offset();
	}

	@Nullable OffsetAndMetadata metadata(int partition) {
		return this.consumer.committed(Set.of(id(partition))).get(id(partition));
	}

}
