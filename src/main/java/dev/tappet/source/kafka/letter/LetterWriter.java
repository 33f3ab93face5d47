package dev.tappet.source.kafka.letter;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import dev.tappet.source.kafka.place.Place;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes dead letters, each confirmed before it counts, and has their topic made where
 * there is none.
 */
public final class LetterWriter {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Place place;

	/**
	 * Writes to a cluster.
	 * @param place the cluster
	 */
	public LetterWriter(Place place) {
		this.place = place;
	}

	/**
	 * Writes a dead letter and waits until it is kept.
	 * @param letter the dead letter
	 * @throws ExecutionException if it cannot be written
	 * @throws TimeoutException if nobody confirms it
	 * @throws InterruptedException if nobody waits any more
	 */
	public void write(ProducerRecord<byte[], byte[]> letter)
			throws ExecutionException, TimeoutException, InterruptedException {
		new LetterTopic(this.place, letter.topic()).ensure();
		this.place.write(letter, PATIENCE);
	}

}
