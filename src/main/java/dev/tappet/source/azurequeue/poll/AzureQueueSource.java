package dev.tappet.source.azurequeue.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Delivery;
import dev.tappet.source.LastingThreads;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * The messages of one trigger's queue.
 */
public final class AzureQueueSource implements Source {

	private static final Logger logger = LoggerFactory.getLogger(AzureQueueSource.class);

	private final String trigger;

	private final LastingThreads threads;

	private final Mail mail = new Mail();

	private final Feed feed = new Feed();

	private final Condition condition;

	private final ReadBuffer.Share share;

	private final PollPace pace;

	private final QueueLoop loop;

	private final QueueBacklog backlog;

	private final DeadLetters deadLetters;

	private volatile @Nullable Thread thread;

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
	 * @param place the queues
	 * @param surroundings what sources share
	 */
	public AzureQueueSource(TriggerDefinition trigger, boolean batched, SourceListener listener, Place place,
			Surroundings surroundings) {
		this.trigger = trigger.name();
		this.threads = surroundings.threads();
		PollSettings settings = PollSettings.of(trigger, batched);
		this.condition = new Condition(trigger.name(), settings.definition().queueName(), listener,
				surroundings.clock());
		this.share = surroundings.readBuffer().share(this.mail::wake);
		PutOff putOff = new PutOff();
		Settler settler = new Settler(place, trigger.name(), settings.times(),
				new Outlook(this.condition, listener, this.share::release, putOff::add, surroundings.clock()),
				this.mail);
		this.pace = new PollPace(settings.definition().maxPollingInterval());
		Receiver receiver = new Receiver(place, settings, settler, this.feed,
				new Receiver.Reading(this.pace, this.share, this.condition), this.mail);
		this.loop = new QueueLoop(settings, this.mail, this.feed, settler, receiver, this.pace, putOff);
		this.backlog = new QueueBacklog(place, () -> settler.held() + putOff.count(), surroundings.clock());
		this.deadLetters = new AzureDeadLetters(place, trigger.name());
	}

	@Override
	public Flux<Delivery> deliveries() {
		return Flux.from((subscriber) -> {
			subscriber.onSubscribe(new Subscription() {

				@Override
				public void request(long deliveries) {
					AzureQueueSource.this.feed.request(deliveries);
					AzureQueueSource.this.mail.wake();
				}

				@Override
				public void cancel() {
					AzureQueueSource.this.feed.stop();
					AzureQueueSource.this.mail.wake();
				}

			});
			this.feed.start(subscriber);
			this.thread = this.threads.start(Thread.ofPlatform().daemon().name("tappet-azure-queue-" + this.trigger),
					this.loop::run);
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

	/**
	 * The count of the service has what others hold and what is put off: only a receive
	 * tells whether a message waits for whoever comes. So it is asked for the count where
	 * none has come back that should have.
	 */
	@Override
	public boolean givesAtOnce() {
		return this.pace.isOverdue(System.nanoTime());
	}

	@Override
	public DeadLetters deadLetters() {
		return this.deadLetters;
	}

	@Override
	public void close(Duration patience) {
		this.feed.stop();
		this.loop.close(patience);
		Thread serving = this.thread;
		try {
			if (serving != null && !serving.join(patience.plusSeconds(1))) {
				logger.warn("Trigger '{}' could not hand everything back", this.trigger);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.share.close();
	}

}
