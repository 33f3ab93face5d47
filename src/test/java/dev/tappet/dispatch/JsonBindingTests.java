package dev.tappet.dispatch;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tappet.dispatch.payload.PayloadBinder;
import dev.tappet.dispatch.payload.PayloadBinders;
import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.redis.lease.Entry;
import dev.tappet.trigger.SourceDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
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

class JsonBindingTests {

	private static final String ORDER = "{\"id\":1,\"total\":9.5,\"paid\":true}";

	@Test
	void readsTheBodyOrThePayloadField() throws Exception {
		Order expected = new Order(1, new BigDecimal("9.5"), true);
		assertThat(bind(Order.class, list(), element(ORDER))).isEqualTo(expected);
		assertThat(bind(Order.class, pubSub(), published(ORDER))).isEqualTo(expected);
		assertThat(bind(Order.class, stream("data"), entry("data", ORDER, "id", "7"))).isEqualTo(expected);
	}

	@Test
	void readsAnEntrysFieldsAsAnObject() throws Exception {
		assertThat(bind(Order.class, stream(), entry("id", "1", "total", "9.5", "paid", "true")))
			.isEqualTo(new Order(1, new BigDecimal("9.5"), true));
	}

	@Test
	void readsEveryScalarFromAField() throws Exception {
		Entry entry = entry("count", "-3", "ratio", "0.25", "state", "OPEN", "at", "2026-01-02T03:04:05Z", "day",
				"2026-01-02", "pause", "PT5S", "key", "00000000-0000-0001-0000-000000000002", "boxed", "42", "maybe",
				"7", "text", "{\"not\":\"parsed\"}");
		assertThat(bind(Scalars.class, stream(), entry)).isEqualTo(
				new Scalars(-3, 0.25, State.OPEN, Instant.parse("2026-01-02T03:04:05Z"), LocalDate.of(2026, 1, 2),
						Duration.ofSeconds(5), new UUID(1, 2), 42L, Optional.of(7), "{\"not\":\"parsed\"}"));
	}

	@Test
	void readsJavaTimeFromJson() throws Exception {
		assertThat(bind(Times.class, list(), element("{\"at\":\"2026-01-02T03:04:05Z\",\"day\":\"2026-01-02\"}")))
			.isEqualTo(new Times(Instant.parse("2026-01-02T03:04:05Z"), LocalDate.of(2026, 1, 2)));
	}

	@Test
	void readsJsonInAFieldWhereThePropertyIsAnObjectOrCollection() throws Exception {
		Entry entry = entry("id", "1", "address", " {\"city\":\"Oslo\",\"note\":\"{x}\"}", "prices", "{\"a\":1.10}",
				"tags", "[\"x\",\"y\"]", "counts", "[1,2]", "items", "[{\"city\":\"Rom\",\"note\":null}]", "shape",
				"{\"kind\":\"circle\",\"radius\":2}", "maybe", "{\"city\":\"Ulm\"}");
		assertThat(bind(Nested.class, stream(), entry)).usingRecursiveComparison()
			.isEqualTo(new Nested(1, new Address("Oslo", "{x}"), Map.of("a", new BigDecimal("1.10")), List.of("x", "y"),
					new int[] { 1, 2 }, List.of(new Address("Rom", null)), new Circle(2),
					Optional.of(new Address("Ulm", null))));
	}

	@Test
	void readsJsonInAFieldOnlyOnce() {
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> bind(Nested.class, stream(), entry("items", "[\"{\\\"city\\\":\\\"Oslo\\\"}\"]")))
			.withMessageContaining("items");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"city\":", "{} {}", "{},\"id\":\"5\"", "[]", "{x}", "Oslo", "" })
	void refusesWhatIsNoObjectInAField(String address) {
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> bind(Nested.class, stream(), entry("id", "1", "address", address)))
			.withMessageStartingWith("cannot read the entry's fields into Nested: ")
			.withMessageContaining("address");
	}

	@Test
	void keepsAStringForATypeThatIsMadeFromOne() throws Exception {
		assertThat(bind(Templated.class, stream(), entry("template", "{name}")))
			.isEqualTo(new Templated(new Template("{name}")));
	}

	@Test
	void readsFlatFieldsIntoAnUnwrappedProperty() throws Exception {
		assertThat(bind(Parcel.class, stream(), entry("id", "1", "city", "Oslo"))).usingRecursiveComparison()
			.isEqualTo(new Parcel(1, new Address("Oslo", null)));
	}

	@Test
	void readsFieldsIntoASubtype() throws Exception {
		assertThat(bind(Shape.class, stream(), entry("radius", "2", "kind", "circle"))).isEqualTo(new Circle(2));
	}

	@Test
	void refusesAnEmptyFieldForAPrimitive() {
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> bind(Order.class, stream(), entry("id", "", "total", "1", "paid", "true")))
			.withMessage("cannot read the entry's fields into Order: a string where long is needed at id");
	}

	@Test
	void takesTheLastOfARepeatedField() throws Exception {
		assertThat(bind(Order.class, stream(), entry("id", "1", "total", "1", "paid", "true", "id", "2")))
			.isEqualTo(new Order(2, BigDecimal.ONE, true));
	}

	@Test
	void ignoresUnknownProperties() throws Exception {
		assertThat(bind(Address.class, list(), element("{\"city\":\"Oslo\",\"zip\":[{}]}")))
			.isEqualTo(new Address("Oslo", null));
		assertThat(bind(Address.class, stream(), entry("city", "Oslo", "zip", "1")))
			.isEqualTo(new Address("Oslo", null));
		assertThat(bind(Address.class, stream(),
				rawEntry(utf8("city"), utf8("Oslo"), utf8("zip"), new byte[] { (byte) 0xc3, (byte) 0xa9, 0x00, 0x22 })))
			.isEqualTo(new Address("Oslo", null));
	}

	@Test
	void readsObjectsMapsTreesAndGenerics() throws Exception {
		assertThat(bind(Object.class, list(), element("{\"a\":[1]}"))).isEqualTo(Map.of("a", List.of(1)));
		assertThat(bind(Object.class, list(), element("7"))).isEqualTo(7);
		assertThat(bind(Object.class, stream(), entry("a", "1"))).isEqualTo(Map.of("a", "1"));
		assertThat(((JsonNode) bind(JsonNode.class, pubSub(), published("{\"a\":1}"))).get("a").intValue())
			.isEqualTo(1);
		assertThat(read(new ParameterizedTypeReference<Envelope<List<Address>>>() {
		}, "{\"body\":[{\"city\":\"Oslo\"}]}")).isEqualTo(new Envelope<>(List.of(new Address("Oslo", null))));
		assertThat(read(new ParameterizedTypeReference<Envelope<Address>[]>() {
		}, "[{\"body\":{\"city\":\"Oslo\"}}]")).isEqualTo(new Object[] { new Envelope<>(new Address("Oslo", null)) });
		assertThat(read(new ParameterizedTypeReference<Map<String, Address>>() {
		}, "{\"x\":{\"city\":\"Oslo\"}}")).isEqualTo(Map.of("x", new Address("Oslo", null)));
	}

	@Test
	void readsATypeThatIsBoundByItself() throws Exception {
		assertThat(bind(Node.class, list(), element("{\"name\":\"a\"}"))).isInstanceOf(Node.class);
	}

	@Test
	void takesHugePayloads() throws Exception {
		String huge = huge();
		assertThat(bind(Address.class, list(), element("{\"city\":\"" + huge + "\"}")))
			.isEqualTo(new Address(huge, null));
		assertThat(bind(Address.class, stream(), entry("city", huge))).isEqualTo(new Address(huge, null));
	}

	@Test
	void readsDeepJsonUpToTheLimit() throws Exception {
		String deep = "[".repeat(200) + "]".repeat(200);
		assertThat(bind(Object.class, list(), element(deep))).isInstanceOf(List.class);
		for (SourceDefinition source : List.of(list(), pubSub())) {
			assertThatExceptionOfType(UnbindablePayloadException.class)
				.isThrownBy(() -> bind(Object.class, source, element("[".repeat(100_000))))
				.withMessageContaining("nesting depth (501) exceeds the maximum allowed (500");
		}
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> bind(Nested.class, stream(), entry("items", "[".repeat(100_000))));
	}

	@Test
	void saysWhichPropertyDoesNotFitWithoutItsValue() {
		assertReason("{\"id\":\"s3cret\"}", "a string where long is needed at id (line 1, column 7)");
		assertReason("{\n \"id\":[\"s3cret\"]}", "an array where long is needed at id (line 2, column 7)");
		assertReason("\"s3cret\"", "a string where Order is needed (line 1, column 1)");
		assertReason("{\"id\":1e400}", "a number out of range at id (line 1, column 12)");
		assertReason("{\"id\":99999999999999999999}", "a number out of range at id (line 1, column 27)");
		assertReason("{\"id\":null}", "null where long is needed at id (line 1, column 7)");
		assertReason("{}", "nothing where long is needed at id (line 1, column 2)");
	}

	@Test
	void saysThatJsonIsMalformedWithoutQuotingIt() {
		assertReason("s3cret", "malformed (line 1, column 1)");
		assertReason("{\"id\":1", "it ends too early (line 1, column 8)");
		assertReason(ORDER + " s3cret", "malformed (line 1, column 34)");
		assertReason(ORDER + ORDER, "more after the end of the JSON (line 1, column 33)");
		assertReason(ORDER + "]", "malformed (line 1, column 33)");
		assertReason(" \n", "nothing where Order is needed");
	}

	@Test
	void refusesEmptyAndNullPayloads() {
		assertReason("", "the payload is empty");
		assertReason("null", "the payload is null");
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> bind(Order.class, stream("data"), entry("data", "")))
			.withMessage("cannot read JSON into Order: the payload is empty");
	}

	@Test
	void refusesInvalidUtf8() {
		byte[] invalid = Messages.join(utf8("{\"city\":\""), Messages.NOT_UTF8, utf8("\"}"));
		for (Message message : List.of(element(invalid), rawEntry(utf8("data"), invalid))) {
			assertThatExceptionOfType(UnbindablePayloadException.class)
				.isThrownBy(() -> bind(Address.class, stream("data"), message))
				.withMessageStartingWith("cannot read JSON into Address: invalid UTF-8");
		}
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> bind(Address.class, stream(), rawEntry(utf8("city"), Messages.NOT_UTF8)))
			.withMessageStartingWith("cannot read the entry's fields into Address: invalid UTF-8");
		byte[] cut = { (byte) 0xe2, (byte) 0x82 };
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> bind(Address.class, stream(), rawEntry(utf8("city"), cut)));
	}

	@Test
	void hidesWhatAConstructorSaid() {
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> bind(Picky.class, list(), element("{\"value\":\"s3cret\"}")))
			.withMessageStartingWith(
					"cannot read JSON into Picky: the constructor of Picky threw IllegalArgumentException");
	}

	@Test
	void boundsTheReason() {
		String key = "k\n".repeat(5000);
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> read(new ParameterizedTypeReference<Map<String, Integer>>() {
			}, "{\"" + key.replace("\n", "\\n") + "\":\"x\"}"))
			.satisfies((ex) -> assertThat(ex.reason()).hasSizeLessThan(400).doesNotContain("\n"))
			.withNoCause();
	}

	@Test
	void keepsTheMappersSettings() throws Exception {
		JsonMapper mapper = JsonMapper.builder()
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
			.build();
		PayloadBinder binder = new PayloadBinders(mapper, Messages.KINDS).binder(ResolvableType.forClass(Address.class),
				list());
		assertThat(binder.bind("orders", element("{'city':'Oslo'}"))).isEqualTo(new Address("Oslo", null));
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> binder.bind("orders", element("{'town':'s3cret'}")))
			.withMessageStartingWith("cannot read JSON into Address: an unknown property at town");
	}

	private static void assertReason(String json, String problem) {
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> bind(Order.class, list(), element(json)))
			.withMessage("cannot read JSON into Order: " + problem);
	}

	private static Object read(ParameterizedTypeReference<?> type, String json) throws UnbindablePayloadException {
		return Messages.bind(ResolvableType.forType(type), list(), element(json));
	}

	record Order(long id, BigDecimal total, boolean paid) {
	}

	record Scalars(int count, double ratio, State state, Instant at, LocalDate day, Duration pause, UUID key,
			Long boxed, Optional<Integer> maybe, String text) {
	}

	record Times(Instant at, LocalDate day) {
	}

	record Address(String city, @Nullable String note) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Nested(long id, Address address, Map<String, BigDecimal> prices, List<String> tags, int[] counts,
			List<Address> items, Shape shape, Optional<Address> maybe) {
	}

	record Parcel(long id, @JsonUnwrapped Address address) {
	}

	record Envelope<T>(T body) {
	}

	record Picky(String value) {

		Picky {
			if (value != null) {
				throw new IllegalArgumentException("refused: " + value);
			}
		}

	}

	static class Node<T extends Node<T>> {

		public @Nullable String name;

		public @Nullable T next;

	}

	record Templated(Template template) {
	}

	record Template(String text) {

		@com.fasterxml.jackson.annotation.JsonCreator(
				mode = com.fasterxml.jackson.annotation.JsonCreator.Mode.DELEGATING)
		Template {
			assertThat(text).isNotNull();
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
	interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	enum State {

		OPEN, CLOSED

	}

}
