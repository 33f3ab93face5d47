package dev.tappet.source.azurequeue;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

import com.azure.core.util.Context;
import com.azure.storage.queue.models.PeekedMessageItem;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import com.azure.storage.queue.models.SendMessageResult;
import com.azure.storage.queue.models.UpdateMessageResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the queue service does, as its own client sees it. The stub is held against it,
 * and Azurite too: what both pass, the stub does as Azure's emulator does.
 */
abstract class QueueServiceProtocol extends QueueProtocol {

	private static final Duration AFTER = Duration.ofMillis(1200);

	@Test
	void countsWhatIsHeldToo() {
		for (int i = 0; i < 3; i++) {
			send("m" + i, null, null);
		}
		assertThat(receive(2)).hasSize(2);
		assertThat(queue().getProperties().getApproximateMessagesCountLong()).isEqualTo(3);
	}

	@Test
	void receivesAtMost32InTheOrderInWhichTheyCame() {
		for (int i = 0; i < 40; i++) {
			send("m" + i, null, null);
		}
		// Azurite does not say why.
		for (int most : new int[] { 33, 0 }) {
			assertThatExceptionOfType(QueueStorageException.class).isThrownBy(() -> receive(most))
				.satisfies((ex) -> assertThat(ex.getStatusCode()).isEqualTo(400));
		}
		List<QueueMessageItem> first = receive(32, Duration.ofMinutes(1));
		assertThat(first).hasSize(32).extracting((each) -> each.getBody().toString()).contains("m0", "m31");
		assertThat(first.getFirst().getBody()).hasToString("m0");
		assertThat(receive(32)).hasSize(8);
	}

	@Test
	void tellsAllOfAMessage() {
		OffsetDateTime before = OffsetDateTime.now().minusSeconds(2);
		SendMessageResult sent = send("m", null, null);
		QueueMessageItem received = receiveOne(Duration.ofSeconds(40));
		assertThat(received.getMessageId()).isEqualTo(sent.getMessageId());
		assertThat(received.getInsertionTime()).isEqualTo(sent.getInsertionTime()).isAfter(before);
		assertThat(received.getExpirationTime()).isEqualTo(sent.getExpirationTime())
			.isEqualTo(received.getInsertionTime().plusDays(7));
		assertThat(Duration.between(received.getInsertionTime(), received.getTimeNextVisible()))
			.isBetween(Duration.ofSeconds(39), Duration.ofSeconds(70));
		assertThat(received.getPopReceipt()).isNotEqualTo(sent.getPopReceipt()).isNotBlank();
		assertThat(received.getDequeueCount()).isEqualTo(1);
	}

	@Test
	void hidesWhatIsReceivedUntilItsLeaseEnds() {
		send("m", null, null);
		QueueMessageItem first = receiveOne(LEASE);
		assertThat(receive(1)).isEmpty();
		assertThat(queue().peekMessage()).isNull();
		service().pass(AFTER);
		QueueMessageItem second = receiveOne(LEASE);
		assertThat(second.getMessageId()).isEqualTo(first.getMessageId());
		assertThat(second.getDequeueCount()).isEqualTo(2);
		assertThat(second.getPopReceipt()).isNotEqualTo(first.getPopReceipt());
	}

	@Test
	void changesNothingWhenSomebodyLooks() {
		send("m", null, null);
		assertThat(queue().peekMessages(32, null, Context.NONE)).hasSize(1);
		PeekedMessageItem seen = queue().peekMessage();
		assertThat(seen.getDequeueCount()).isZero();
		assertThat(seen.getBody()).hasToString("m");
		assertThat(receiveOne(LEASE).getDequeueCount()).isEqualTo(1);
	}

	@Test
	void showsWhatIsSentForLater() {
		send("m", LEASE, null);
		assertThat(receive(1)).isEmpty();
		assertThat(queue().getProperties().getApproximateMessagesCountLong()).isEqualTo(1);
		service().pass(AFTER);
		assertThat(receiveOne(LEASE).getDequeueCount()).isEqualTo(1);
	}

	@Test
	void givesANewReceiptWithEachUpdate() {
		send("m", null, null);
		QueueMessageItem held = receiveOne(Duration.ofMinutes(1));
		UpdateMessageResult updated = queue().updateMessage(held.getMessageId(), held.getPopReceipt(), null,
				Duration.ofMinutes(2));
		assertThat(updated.getPopReceipt()).isNotEqualTo(held.getPopReceipt());
		assertThat(updated.getTimeNextVisible()).isAfter(held.getTimeNextVisible());
		assertRefused(400, "PopReceiptMismatch",
				() -> queue().updateMessage(held.getMessageId(), held.getPopReceipt(), null, LEASE));
		assertRefused(400, "PopReceiptMismatch",
				() -> queue().deleteMessage(held.getMessageId(), held.getPopReceipt()));
		queue().deleteMessage(held.getMessageId(), updated.getPopReceipt());
		assertRefused(404, "MessageNotFound",
				() -> queue().deleteMessage(held.getMessageId(), updated.getPopReceipt()));
		assertRefused(404, "MessageNotFound",
				() -> queue().updateMessage(held.getMessageId(), updated.getPopReceipt(), null, LEASE));
	}

	@Test
	void keepsTheTextUnlessAnUpdateBringsAnother() {
		send("first", null, null);
		QueueMessageItem one = receiveOne(LEASE);
		queue().updateMessage(one.getMessageId(), one.getPopReceipt(), null, Duration.ZERO);
		QueueMessageItem two = receiveOne(LEASE);
		assertThat(two.getBody()).hasToString("first");
		queue().updateMessage(two.getMessageId(), two.getPopReceipt(), "second", Duration.ZERO);
		QueueMessageItem three = receiveOne(LEASE);
		assertThat(three.getBody()).hasToString("second");
		assertThat(three.getDequeueCount()).isEqualTo(3);
	}

	@Test
	void putsOffForSevenDaysAtMost() {
		send("m", null, Duration.ofSeconds(-1));
		QueueMessageItem held = receiveOne(LEASE);
		assertRefused(400, "OutOfRangeQueryParameterValue", () -> queue().updateMessage(held.getMessageId(),
				held.getPopReceipt(), null, Duration.ofDays(7).plusSeconds(1)));
		queue().updateMessage(held.getMessageId(), held.getPopReceipt(), null, Duration.ofDays(7));
		assertRefused(400, "OutOfRangeQueryParameterValue", () -> receive(1, Duration.ofDays(7).plusSeconds(1)));
	}

	@Test
	void deletesAfterTheLeaseAsLongAsNobodyElseTookIt() {
		send("m", null, null);
		QueueMessageItem first = receiveOne(LEASE);
		service().pass(AFTER);
		QueueMessageItem second = receiveOne(LEASE);
		assertRefused(400, "PopReceiptMismatch",
				() -> queue().deleteMessage(first.getMessageId(), first.getPopReceipt()));
		service().pass(AFTER);
		queue().deleteMessage(second.getMessageId(), second.getPopReceipt());
		assertThat(queue().getProperties().getApproximateMessagesCountLong()).isZero();
	}

	@Test
	void removesWhatIsTooOldUnread() {
		assertThat(send("for ever", null, Duration.ofSeconds(-1)).getExpirationTime().getYear()).isEqualTo(9999);
		send("a second", null, LEASE);
		QueueMessageItem kept = receiveOne(Duration.ofMinutes(1));
		assertThat(kept.getBody()).hasToString("for ever");
		service().pass(AFTER);
		assertThat(receive(32)).isEmpty();
		assertRefused(400, "InvalidQueryParameterValue", () -> send("m", LEASE, LEASE));
	}

	@Test
	void takes64KibibytesAndNoMore() {
		send("m".repeat(65536), null, null);
		assertThat(receiveOne(LEASE).getBody().toString()).hasSize(65536);
		assertRefused(413, "RequestBodyTooLarge", () -> send("m".repeat(65537), null, null));
	}

	@Test
	void keepsWhateverTextItIsSent() {
		for (String text : List.of("", "<a b=\"c\">&amp;]]></a>", "k\u00f6rper \u20ac \ud83d\ude00", " two  blanks ")) {
			send(text, null, null);
			QueueMessageItem received = receiveOne(LEASE);
			// The client makes nothing of an empty text.
			assertThat(text.isEmpty() ? "" : received.getBody().toString()).isEqualTo(text);
			queue().deleteMessage(received.getMessageId(), received.getPopReceipt());
		}
	}

}
