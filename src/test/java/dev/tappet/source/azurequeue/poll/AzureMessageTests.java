package dev.tappet.source.azurequeue.poll;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.tappet.handler.QueueMessage;
import dev.tappet.source.TrialMessage;
import dev.tappet.source.UnbindablePayloadException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AzureMessageTests {

	@Test
	void hasTheMetadataOfAzuresTriggerByItsNames() throws Exception {
		AzureMessage message = Messages.on(3);
		assertThat(message.headers()).containsExactlyInAnyOrderEntriesOf(Map.of("QueueTrigger", "hello", "Id", "4f3b",
				"DequeueCount", "3", "InsertionTime", "2026-11-22T10:00:00Z", "ExpirationTime", "2026-11-29T10:00:00Z",
				"NextVisibleTime", "2026-11-22T10:00:15Z", "PopReceipt", "first"));
		assertThat(message.timestamp()).isEqualTo(Messages.SENT);
		assertThat(message.forHandlers().body()).isEqualTo("hello");
		assertThat(message.attempt()).isEqualTo(3);
	}

	@Test
	void cannotBeBoundWhereItIsNotWrittenAsItShould() {
		AzureMessage message = Messages.with("no base64!", MessageEncoding.BASE64);
		assertThatExceptionOfType(UnbindablePayloadException.class).isThrownBy(message::body)
			.withMessageContaining("message-encoding");
		assertThat(message.headers()).containsEntry("QueueTrigger", "no base64!");
	}

	@Test
	void isTakenAsItIsWithoutAnEncoding() throws Exception {
		assertThat(Messages.with("no base64!", MessageEncoding.NONE).body())
			.isEqualTo("no base64!".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void isMadeOfWhatWasTypedAsTheServiceWouldGiveIt() throws Exception {
		AzureQueueDefinition queue = new AzureQueueDefinition("mails", MessageEncoding.BASE64, 16,
				Duration.ofSeconds(5), Duration.ofSeconds(15), "mails-poison");
		AzureMessage message = AzureMessage.typed(queue,
				new TrialMessage("test-0", Messages.SENT, "hello".getBytes(StandardCharsets.UTF_8), Map.of(), 3));
		assertThat(message.forHandlers()).isEqualTo(new QueueMessage("test-0", "hello", 3, Messages.SENT,
				Messages.SENT.plusSeconds(604_800), Messages.SENT.plusSeconds(15), "test-0"));
		assertThat(message.text()).isEqualTo("aGVsbG8=");
		assertThat(message.replayed()).isFalse();
		assertThat(message.attempt()).isEqualTo(3);
	}

	@Test
	void isKnownToComeFromTheDeadLettersByHowLongItLasts() {
		assertThat(Messages.replayed().replayed()).isTrue();
		assertThat(Messages.on(1).replayed()).isFalse();
	}

	@Test
	void goesInBatchesOfOneAttemptAllReplayedOrNone() {
		LeaseTimes times = new LeaseTimes(Duration.ofSeconds(15));
		List<Claim> claims = Stream
			.of(Messages.on(1), Messages.on(2), Messages.on(1), Messages.replayed(), Messages.on(1))
			.map((message) -> new Claim(message, 1, times, 0))
			.toList();
		assertThat(Batches.of(claims, 2)).containsExactly(List.of(claims.get(0), claims.get(2)), List.of(claims.get(1)),
				List.of(claims.get(3)), List.of(claims.get(4)));
		assertThat(Batches.of(claims, 1)).hasSize(5);
	}

}
