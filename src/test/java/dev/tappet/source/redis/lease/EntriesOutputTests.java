package dev.tappet.source.redis.lease;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.tappet.source.Message;
import dev.tappet.source.ReadBuffer;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.protocol.RedisStateMachine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replies as a server writes them, read by Lettuce's own decoder.
 */
class EntriesOutputTests {

	private final ReadBuffer buffer = new ReadBuffer(1_000_000);

	private static <T> T decode(CommandOutput<byte[], byte[], T> output, String reply) {
		ByteBuf bytes = Unpooled.copiedBuffer(reply.replace(" ", "\r\n") + "\r\n", StandardCharsets.UTF_8);
		RedisStateMachine decoder = new RedisStateMachine();
		decoder.setProtocolVersion(ProtocolVersion.RESP3);
		assertThat(decoder.decode(bytes, output)).isTrue();
		decoder.close();
		assertThat(bytes.isReadable()).as("all of it was read").isFalse();
		return output.get();
	}

	private static List<List<String>> entries(String reply) {
		return decode(EntriesOutput.within(Allowance.of(100), new ArrayList<>()), reply).stream().map((message) -> {
			Entry entry = (Entry) message;
			String fields = String.join(" ",
					Arrays.stream(entry.fields()).map((field) -> new String(field, StandardCharsets.UTF_8)).toList());
			return List.of(entry.id(), fields);
		}).toList();
	}

	@Test
	void readsEntriesOfAStream() {
		assertThat(entries("*1 *2 $6 orders *2 *2 $3 1-0 *4 $1 a $1 1 $1 b $1 2 *2 $3 2-5 *2 $1 a $1 3"))
			.containsExactly(List.of("1-0", "a 1 b 2"), List.of("2-5", "a 3"));
	}

	@Test
	void makesNoMoreThanTheIdOfWhatThereIsNoRoomForNorOfWhatIsBehindIt() {
		List<Message> left = new ArrayList<>();
		ReadBuffer.Share others = this.buffer.share(() -> {
		});
		others.add(this.buffer.most());
		Allowance allowance = new Allowance(100, 100, this.buffer.share(() -> {
		}), ReadBuffer.room(3 * ReadBuffer.BESIDE + 2));
		List<Message> entries = decode(EntriesOutput.within(allowance, left),
				"*1 *2 $1 s *3 *2 $3 1-0 *2 $1 a $1 1 *2 $3 1-1 *4 $1 a $10 1234567890 $1 b $1 2 *2 $3 1-2 *2 $1 a $1 3");
		assertThat(entries).extracting(Message::id).containsExactly("1-0");
		assertThat(left).extracting(Message::id).containsExactly("1-1", "1-2");
		assertThat(left).allSatisfy((entry) -> assertThat(((Entry) entry).fields()).isEmpty());
		assertThat(allowance.needed()).isEqualTo(ReadBuffer.room(5 * ReadBuffer.BESIDE + 13));
		assertThat(allowance.more()).isTrue();
	}

	@Test
	void takesMoreRoomThanWasReservedWhileThereIsSome() {
		List<Message> left = new ArrayList<>();
		Allowance allowance = new Allowance(100, 100, this.buffer.share(() -> {
		}), 1);
		String reply = "*1 *2 $1 s *2 *2 $3 1-0 *2 $1 a $1 1 *2 $3 1-1 *2 $1 a $1 2";
		List<Message> entries = decode(EntriesOutput.within(allowance, left), reply);
		assertThat(entries).hasSize(2);
		assertThat(left).isEmpty();
		allowance.ended(new ReadResult(OpenBatch.fresh("token", null, entries), 0));
		assertThat(allowance.taken()).isEqualTo(2 * ReadBuffer.room(3 * ReadBuffer.BESIDE + 2));
		assertThat(decode(EntriesOutput.within(allowance, left), reply)).as("it was given up before").isEmpty();
	}

	@Test
	void readsEntriesInTheNewerProtocol() {
		assertThat(entries("%1 $6 orders *2 *2 $3 1-0 *2 $1 a $1 1 *2 $3 1-1 *2 $1 a $1 2"))
			.containsExactly(List.of("1-0", "a 1"), List.of("1-1", "a 2"));
	}

	@Test
	void keepsRepeatedFieldsInOrder() {
		assertThat(entries("*1 *2 $1 s *1 *2 $3 1-0 *6 $1 a $1 1 $1 b $1 2 $1 a $1 3"))
			.containsExactly(List.of("1-0", "a 1 b 2 a 3"));
	}

	@Test
	void readsEmptyNamesAndValues() {
		List<Message> entries = decode(EntriesOutput.within(Allowance.of(100), new ArrayList<>()),
				"*1 *2 $1 s *1 *2 $3 1-0 *4 $0  $0  $1 a $0 ");
		assertThat(((Entry) entries.getFirst()).fields()).isDeepEqualTo(new byte[][] { {}, {}, { 97 }, {} });
	}

	@Test
	void readsAnEntryWithoutFieldsBetweenOthers() {
		assertThat(entries("*1 *2 $1 s *3 *2 $3 1-0 *2 $1 a $1 1 *2 $3 1-1 *0 *2 $3 1-2 *2 $1 a $1 3"))
			.containsExactly(List.of("1-0", "a 1"), List.of("1-1", ""), List.of("1-2", "a 3"));
	}

	@Test
	void readsAnEntryWhoseDataWasDeleted() {
		assertThat(entries("*1 *2 $1 s *2 *2 $3 1-0 *-1 *2 $3 1-1 *2 $1 a $1 2")).containsExactly(List.of("1-0", ""),
				List.of("1-1", "a 2"));
	}

	@Test
	void readsNothing() {
		assertThat(entries("*-1")).isEmpty();
		assertThat(entries("$-1")).isEmpty();
		assertThat(entries("_")).isEmpty();
		assertThat(entries("*1 *2 $1 s *0")).isEmpty();
	}

	@Test
	void tellsTheTimeOfAnEntry() {
		Entry entry = new Entry("1658354934941-7".getBytes(StandardCharsets.ISO_8859_1), new byte[0][]);
		assertThat(entry.timestamp()).isEqualTo(Instant.ofEpochMilli(1658354934941L));
	}

	@Test
	void numbersElementsOfAList() {
		List<Message> elements = decode(new ElementsOutput("token-7", Allowance.of(100)), "*3 $1 a $0  $1 a");
		assertThat(elements).extracting(Message::id).containsExactly("token-7-0", "token-7-1", "token-7-2");
		assertThat(elements).extracting((element) -> new String(((Element) element).body(), StandardCharsets.UTF_8))
			.containsExactly("a", "", "a");
		assertThat(decode(new ElementsOutput("token-7", Allowance.of(100)), "*0")).isEmpty();
	}

	@Test
	void tellsOfTheElementThatThereIsNoRoomFor() {
		Allowance allowance = Allowance.of(100);
		List<Message> elements = decode(new ElementsOutput("token-7", allowance), "*2 $1 a :1000");
		assertThat(elements).hasSize(1);
		assertThat(allowance.needed()).isEqualTo(ReadBuffer.room(1000));
	}

	@Test
	void knowsAnElementByItsIdAgain() {
		Element element = Element.of("to-ken-12-34", new byte[] { 1 });
		assertThat(element.taking()).isEqualTo("to-ken-12");
		assertThat(element.number()).isEqualTo(34);
		assertThat(element.id()).isEqualTo("to-ken-12-34");
	}

}
