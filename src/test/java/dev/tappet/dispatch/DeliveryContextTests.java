package dev.tappet.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.tappet.handler.TriggerContext;
import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.lease.Entry;
import dev.tappet.trigger.SourceDefinition;
import org.junit.jupiter.api.Test;

import static dev.tappet.dispatch.Messages.element;
import static dev.tappet.dispatch.Messages.entry;
import static dev.tappet.dispatch.Messages.list;
import static dev.tappet.dispatch.Messages.stream;
import static org.assertj.core.api.Assertions.assertThat;

class DeliveryContextTests {

	@Test
	void tellsWhereAMessageCameFrom() {
		TriggerContext context = context(stream(), entry("a", "1"), new Entry(Messages.utf8("2-0"), new byte[0][]));
		assertThat(context.trigger()).isEqualTo("order-created");
		assertThat(context.type()).isEqualTo("redis-stream");
		assertThat(context.source()).isEqualTo("orders");
		assertThat(context.messageId()).isEqualTo("1658354934941-0");
		assertThat(context.timestamp()).isEqualTo(Instant.ofEpochMilli(1658354934941L));
		assertThat(context.attempt()).isEqualTo(3);
		assertThat(context.instanceId()).isEqualTo("worker-a");
		assertThat(context.replay()).isTrue();
	}

	@Test
	void hasNoTimestampWhereTheSourceKnowsNone() {
		assertThat(context(list(), element("x")).timestamp()).isNull();
	}

	@Test
	void hasTheFieldsBesideThePayloadAsHeaders() {
		TriggerContext context = context(stream("data"), entry("a", "1", "data", "x", "b", "2", "data", "y", "a", "3"));
		assertThat(context.headers()).containsExactly(Map.entry("a", "3"), Map.entry("b", "2")).isUnmodifiable();
		assertThat(context.headers()).isSameAs(context.headers());
	}

	@Test
	void hasNoHeadersWhereEverythingIsPayload() {
		assertThat(context(stream(), entry("a", "1")).headers()).isEmpty();
		assertThat(context(list(), element("x")).headers()).isEmpty();
	}

	private static TriggerContext context(SourceDefinition source, Message... messages) {
		return Messages.context(Messages.trigger("order-created", null, source), new Replayed(List.of(messages)));
	}

	record Replayed(List<Message> messages) implements Delivery {

		@Override
		public String source() {
			return "orders";
		}

		@Override
		public int attempt() {
			return 3;
		}

		@Override
		public int size() {
			return this.messages.size();
		}

		@Override
		public Message message(int position) {
			return this.messages.get(position);
		}

		@Override
		public boolean replay() {
			return true;
		}

		@Override
		public void settle(int position, Verdict verdict) {
			throw new AssertionError("a context settles nothing");
		}

	}

}
