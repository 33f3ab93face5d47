package dev.tappet.dispatch;

import java.util.Map;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.RedisMessage;
import dev.tappet.handler.StreamEntry;
import dev.tappet.source.UnbindablePayloadException;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static dev.tappet.dispatch.Messages.bind;
import static dev.tappet.dispatch.Messages.element;
import static dev.tappet.dispatch.Messages.entry;
import static dev.tappet.dispatch.Messages.huge;
import static dev.tappet.dispatch.Messages.list;
import static dev.tappet.dispatch.Messages.pubSub;
import static dev.tappet.dispatch.Messages.published;
import static dev.tappet.dispatch.Messages.rawEntry;
import static dev.tappet.dispatch.Messages.stream;
import static dev.tappet.dispatch.Messages.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextBindingTests {

	private static final ResolvableType STRINGS = ResolvableType.forClassWithGenerics(Map.class, String.class,
			String.class);

	@Test
	void writesAnEntryAsCompactJson() throws Exception {
		assertThat(bind(String.class, stream(), entry("field1", "value1")))
			.isEqualTo("{\"Id\":\"1658354934941-0\",\"Values\":{\"field1\":\"value1\"}}");
		assertThat(bind(String.class, stream(), entry("a", "", "ü", "€😀")))
			.isEqualTo("{\"Id\":\"1658354934941-0\",\"Values\":{\"a\":\"\",\"ü\":\"€😀\"}}");
	}

	@Test
	void escapesWhatJsonNeedsEscaped() throws Exception {
		assertThat(bind(String.class, stream(), entry("a\"b", "\\ \n\r\t\b\u0001\u001f/\u007f")))
			.isEqualTo("{\"Id\":\"1658354934941-0\",\"Values\":"
					+ "{\"a\\\"b\":\"\\\\ \\n\\r\\t\\u0008\\u0001\\u001f/\u007f\"}}");
	}

	@Test
	void growsWithManyEscapes() throws Exception {
		String text = (String) bind(String.class, stream(), entry("a", "\u0001".repeat(10_000)));
		assertThat(text).endsWith("\\u0001\"}}")
			.hasSize(60_000 + "{'Id':'1658354934941-0','Values':{'a':''}}".length());
	}

	@Test
	void keepsTheLastOfARepeatedFieldAtTheFirstPlace() throws Exception {
		assertThat(bind(String.class, stream(), entry("a", "1", "b", "2", "a", "3")))
			.isEqualTo("{\"Id\":\"1658354934941-0\",\"Values\":{\"a\":\"3\",\"b\":\"2\"}}");
		assertThat(bind(String.class, stream("a"), entry("a", "1", "b", "2", "a", "3"))).isEqualTo("3");
		assertThat(bind(STRINGS, stream(), entry("a", "1", "b", "2", "a", "3"))).isEqualTo(Map.of("a", "3", "b", "2"));
	}

	@Test
	void keepsTheLastOfARepeatedFieldAmongMany() throws Exception {
		String[] fields = new String[4000];
		for (int i = 0; i < fields.length; i += 2) {
			fields[i] = "f" + i % 100;
			fields[i + 1] = String.valueOf(i);
		}
		assertThat((String) bind(String.class, stream(), entry(fields)))
			.startsWith("{\"Id\":\"1658354934941-0\",\"Values\":{\"f0\":\"3900\",\"f2\":\"3902\",")
			.endsWith(",\"f98\":\"3998\"}}");
	}

	@Test
	void replacesInvalidUtf8() throws Exception {
		byte[] cut = { (byte) 0xe2, (byte) 0x82 };
		assertThat(bind(String.class, stream(), rawEntry(utf8("a"), cut)))
			.isEqualTo("{\"Id\":\"1658354934941-0\",\"Values\":{\"a\":\"\ufffd\"}}");
		assertThat(bind(String.class, stream("a"), rawEntry(utf8("a"), Messages.NOT_UTF8))).isEqualTo("a\ufffd\ufffdb");
		assertThat(bind(String.class, list(), element(Messages.NOT_UTF8))).isEqualTo("a\ufffd\ufffdb");
	}

	@Test
	void takesListElementsAndPublishedMessagesAsTheyAre() throws Exception {
		assertThat(bind(String.class, list(), element("{\"a\":1"))).isEqualTo("{\"a\":1");
		assertThat(bind(String.class, pubSub(), published("hello"))).isEqualTo("hello");
		assertThat(bind(String.class, list(), element(""))).isEqualTo("");
		assertThat(bind(String.class, pubSub(), published(""))).isEqualTo("");
		assertThat(bind(String.class, stream("a"), entry("a", ""))).isEqualTo("");
	}

	@Test
	void takesHugePayloads() throws Exception {
		String huge = huge();
		assertThat((String) bind(String.class, stream(), entry("a", huge))).hasSizeGreaterThan(huge.length());
		assertThat(bind(String.class, list(), element(huge))).isEqualTo(huge);
		assertThat(bind(byte[].class, pubSub(), published(huge))).isEqualTo(utf8(huge));
	}

	@Test
	void givesBytesRawOrAsTheTextInUtf8() throws Exception {
		assertThat(bind(byte[].class, list(), element(Messages.NOT_UTF8))).isEqualTo(Messages.NOT_UTF8);
		assertThat(bind(byte[].class, pubSub(), published(""))).isEqualTo(new byte[0]);
		assertThat(bind(byte[].class, stream("a"), rawEntry(utf8("a"), Messages.NOT_UTF8)))
			.isEqualTo(Messages.NOT_UTF8);
		assertThat(bind(byte[].class, stream(), rawEntry(utf8("a"), Messages.NOT_UTF8)))
			.isEqualTo(utf8("{\"Id\":\"1658354934941-0\",\"Values\":{\"a\":\"a\ufffd\ufffdb\"}}"));
	}

	@Test
	void protectsTheOriginalBytesFromTheHandler() throws Exception {
		byte[] body = utf8("body");
		byte[] payload = (byte[]) bind(byte[].class, list(), element(body));
		payload[0] = 'B';
		assertThat(body).isEqualTo(utf8("body"));
	}

	@Test
	void namesTheOriginOfARedisMessage() throws Exception {
		assertThat(bind(RedisMessage.class, list(), element("hello"))).isEqualTo(new RedisMessage("orders", "hello"));
		assertThat(bind(RedisMessage.class, pubSub(), published("hello")))
			.isEqualTo(new RedisMessage("orders", "hello"));
		assertThat(bind(RedisMessage.class, stream("a"), entry("a", "hello")))
			.isEqualTo(new RedisMessage("orders", "hello"));
		assertThat(bind(RedisMessage.class, stream(), entry("a", "1")))
			.isEqualTo(new RedisMessage("orders", "{\"Id\":\"1658354934941-0\",\"Values\":{\"a\":\"1\"}}"));
	}

	@Test
	void givesEntriesWhole() throws Exception {
		StreamEntry expected = new StreamEntry("1658354934941-0", Map.of("a", "1", "b", "2"));
		assertThat(bind(StreamEntry.class, stream(), entry("a", "1", "b", "2"))).isEqualTo(expected);
		assertThat(bind(StreamEntry.class, stream("a"), entry("a", "1", "b", "2"))).isEqualTo(expected);
		assertThat(bind(STRINGS, stream(), rawEntry(utf8("a"), Messages.NOT_UTF8)))
			.isEqualTo(Map.of("a", "a\ufffd\ufffdb"));
		assertThat(bind(STRINGS, stream(), entry())).isEqualTo(Map.of());
	}

	@Test
	void givesChannelMessagesWithTheirSubscription() throws Exception {
		assertThat(bind(ChannelMessage.class, pubSub(), published("hello")))
			.isEqualTo(new ChannelMessage("ord*", "orders", "hello"));
	}

	@Test
	void cannotBindAnEntryWithoutThePayloadField() {
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> bind(String.class, stream("data"), entry("dat", "secret")))
			.withMessage("entry 1658354934941-0 has no field 'data', the payload field")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ex.getMessage()));
	}

}
