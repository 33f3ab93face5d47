package dev.tappet.source.redis.connection;

import java.util.List;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.SentinelFinder.Word;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SentinelFinderTests {

	private static final Node A = new Node("a", 1);

	private static final Node B = new Node("b", 2);

	private static final Word SILENT = new Word(null, new RedisConnectionException("no answer"));

	@Test
	void asksFirstWhomMoreSentinelsName() {
		assertThat(SentinelFinder.candidates(List.of(named(A), named(B), named(B)), null)).containsExactly(B, A);
		assertThat(SentinelFinder.candidates(List.of(named(A), SILENT, SILENT), null)).containsExactly(A);
		assertThat(SentinelFinder.candidates(List.of(SILENT, new Word(null, null)), null)).isEmpty();
	}

	@Test
	void asksFirstWhoWasAnnouncedAsLongAsSomeSentinelNamesIt() {
		assertThat(SentinelFinder.candidates(List.of(named(A), named(A), named(B)), B)).containsExactly(B, A);
		assertThat(SentinelFinder.candidates(List.of(named(A), named(A), named(A)), B)).containsExactly(A);
	}

	@Test
	void readsAnAnnouncement() {
		assertThat(Announcements.primary("main a 1 b 2", "main")).contains(B);
		assertThat(Announcements.primary("other a 1 b 2", "main")).isEmpty();
		assertThat(Announcements.primary("main a 1 b", "main")).isEmpty();
		assertThat(Announcements.primary("main a 1 b port", "main")).isEmpty();
	}

	private static Word named(Node node) {
		return new Word(node, null);
	}

}
