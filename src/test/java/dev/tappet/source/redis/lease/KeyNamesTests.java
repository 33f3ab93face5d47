package dev.tappet.source.redis.lease;

import java.util.List;
import java.util.stream.Stream;

import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeyNamesTests {

	private static List<String> own(KeyNames names) {
		return List.of(names.due(), names.leases(), names.lease("worker"), names.batches(), names.batch("b:1"),
				names.messages(), names.taken());
	}

	/**
	 * A name without braces, with a tag, with an empty one, with braces that are none,
	 * and with some that a tag would end too early.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "orders", "{shop}:orders", "a{b}c{d}", "{}orders", "orders}", "{orders", "}{", "a}b{c",
			"{}{a}", "{{a}}", "kü {a} }{", " " })
	void lieInTheSlotOfTheirSource(String source) {
		int slot = SlotHash.getSlot(source);
		KeyNames clustered = KeyNames.of(source, "group", true);
		assertThat(own(clustered)).allSatisfy((name) -> assertThat(SlotHash.getSlot(name)).as(name).isEqualTo(slot));
		assertThat(SlotHash.getSlot(clustered.deadLetters())).as(clustered.deadLetters()).isEqualTo(slot);
		KeyNames single = KeyNames.of(source, "group", false);
		assertThat(own(single)).isEqualTo(own(clustered));
	}

	@ParameterizedTest
	@CsvSource({ "orders, orders-poison, {orders}-poison", "{shop}:orders, {shop}:orders-poison, {shop}:orders-poison",
			"a{b}c{d}, a{b}c{d}-poison, a{b}c{d}-poison" })
	void callDeadLettersLikeTheSource(String source, String single, String clustered) {
		assertThat(KeyNames.of(source, "group", false).deadLetters()).isEqualTo(single);
		assertThat(KeyNames.of(source, "group", true).deadLetters()).isEqualTo(clustered);
	}

	@Test
	void callDeadLettersOfANameWithoutAPossibleTagLikeTheSource() {
		assertThat(KeyNames.of("a}b{c", "group", false).deadLetters()).isEqualTo("a}b{c-poison");
		assertThat(KeyNames.of("a}b{c", "group", true).deadLetters()).matches("\\{\\d+}a}b\\{c-poison");
	}

	@Test
	void beginWithTheSourceAndTheGroup() {
		assertThat(own(KeyNames.of("orders", "billing", false))).containsExactly("tappet:{orders}:billing:due",
				"tappet:{orders}:billing:lease:", "tappet:{orders}:billing:lease:worker",
				"tappet:{orders}:billing:batches", "tappet:{orders}:billing:batch:b:1",
				"tappet:{orders}:billing:messages", "tappet:{orders}:billing:taken");
		assertThat(KeyNames.of("{shop}:orders", "billing", false).due()).isEqualTo("tappet:{shop}:orders:billing:due");
		assertThat(KeyNames.of("a}b{c", "billing", false).due()).matches("tappet:\\{\\d+}:a}b\\{c:billing:due");
	}

	@Test
	void keepSourcesApartThatShareASlot() {
		String one = "a}b{c";
		String other = Stream.iterate(0, (number) -> number + 1)
			.map((number) -> "other}" + number)
			.filter((name) -> SlotHash.getSlot(name) == SlotHash.getSlot(one))
			.findFirst()
			.orElseThrow();
		KeyNames names = KeyNames.of(one, "group", true);
		KeyNames others = KeyNames.of(other, "group", true);
		assertThat(own(names)).doesNotContainAnyElementsOf(own(others));
		assertThat(names.deadLetters()).isNotEqualTo(others.deadLetters());
	}

	@Test
	void takeAHashTagBehindABraceThatOpensNone() {
		assertThat(KeyNames.of("}{eu}orders", "group", true).due()).isEqualTo("tappet:}{eu}orders:group:due");
	}

}
