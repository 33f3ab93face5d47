package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.tappet.source.Message;
import dev.tappet.source.SourceListener;
import dev.tappet.source.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TallyTests {

	private final Map<String, Integer> told = new TreeMap<>();

	@Test
	void tellsWhatWasConfirmedOfEachKind() {
		List<Verdict> verdicts = List.of(Verdict.COMPLETE, Verdict.RELEASE, Verdict.RELEASE,
				new Verdict.RetryAfter(Duration.ofSeconds(1)), new Verdict.Bury("given up", 5), Verdict.RELEASE);
		List<Message> messages = new ArrayList<>(
				Stream.generate(() -> (Message) new Entry(new byte[] { '1' }, new byte[0][])).limit(6).toList());
		OpenBatch batch = OpenBatch.fresh("token", null, messages);
		List<Settlement> settlements = new ArrayList<>();
		for (int i = 0; i < verdicts.size(); i++) {
			Settlement settlement = new Settlement(batch, i, verdicts.get(i));
			if (i < verdicts.size() - 1) {
				settlement.confirm();
			}
			settlements.add(settlement);
		}
		Tally.of(settlements).tell(new Told());
		assertThat(this.told).isEqualTo(Map.of("completed", 1, "retried", 1, "dead-lettered", 1, "handed back", 2));
	}

	private final class Told implements SourceListener {

		@Override
		public void completed(int messages) {
			TallyTests.this.told.put("completed", messages);
		}

		@Override
		public void retried(int messages) {
			TallyTests.this.told.put("retried", messages);
		}

		@Override
		public void deadLettered(int messages) {
			TallyTests.this.told.put("dead-lettered", messages);
		}

		@Override
		public void dropped(int messages) {
			TallyTests.this.told.put("dropped", messages);
		}

		@Override
		public void takenOver(int messages) {
			TallyTests.this.told.put("taken over", messages);
		}

		@Override
		public void handedBack(int messages) {
			TallyTests.this.told.put("handed back", messages);
		}

		@Override
		public void restarted() {
			TallyTests.this.told.put("restarted", 1);
		}

	}

}
