package dev.tappet.source.kafka.value;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.tappet.source.kafka.connection.SchemaRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RegistrySchemasTests {

	private final StubRegistry registry = new StubRegistry();

	private final AtomicLong nanos = new AtomicLong();

	private final RegistrySchemas schemas = new RegistrySchemas(StubRegistry.client(this.registry.open()),
			this.nanos::get);

	@AfterEach
	void close() {
		this.registry.close();
	}

	@Test
	void asksForASchemaOnce() throws Exception {
		this.registry.schema(3, "\"string\"");
		this.schemas.learn(3);
		this.schemas.learn(3);
		assertThat(this.schemas.get(3)).isEqualTo(new RegistrySchemas.Readable(Avro.schema("\"string\"")));
		assertThat(this.registry.asked).containsExactly("/schemas/ids/3 null");
	}

	@Test
	void sendsItsCredentials() throws Exception {
		this.registry.schema(3, "\"string\"");
		new RegistrySchemas(StubRegistry.client(this.registry.as("ü", "p:w"))).learn(3);
		assertThat(this.registry.asked).containsExactly(
				"/schemas/ids/3 Basic " + Base64.getEncoder().encodeToString("ü:p:w".getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void asksAgainAfterAWhileForASchemaThatThereWasNot() throws Exception {
		this.schemas.learn(3);
		assertThat(this.schemas.isKnown(3)).isTrue();
		assertThat(this.schemas.get(3)).isInstanceOf(RegistrySchemas.Unreadable.class);
		this.registry.schema(3, "\"string\"");
		this.nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
		assertThat(this.schemas.isKnown(3)).isFalse();
		this.schemas.learn(3);
		assertThat(this.schemas.get(3)).isInstanceOf(RegistrySchemas.Readable.class);
	}

	@Test
	void followsReferences() throws Exception {
		this.registry
			.answer("/schemas/ids/3", 200,
					"""
							{"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"A\\",\\"fields\\":[{\\"name\\":\\"b\\",\\"type\\":\\"com.B\\"}]}",
							"references":[{"name":"com.B","subject":"b b/1","version":2}]}""")
			.answer("/subjects/b%20b%2F1/versions/2", 200,
					"""
							{"schema":"{\\"type\\":\\"enum\\",\\"name\\":\\"B\\",\\"namespace\\":\\"com\\",\\"symbols\\":[\\"X\\"]}"}""");
		this.schemas.learn(3);
		assertThat(this.schemas.get(3)).isInstanceOfSatisfying(RegistrySchemas.Readable.class,
				(found) -> assertThat(found.schema().getField("b").schema().getFullName()).isEqualTo("com.B"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"schema":"nonsense"}                                           | cannot be read
			{"schema":"message M {}","schemaType":"PROTOBUF"}               | none of Avro's
			{"id":3}                                                        | none of Avro's
			{"schema":"\\"R\\"","references":[{"subject":"r","version":1}]} | cannot be read
			""")
	void saysWhatIsNoSchema(String answer, String reason) throws Exception {
		this.registry.answer("/schemas/ids/3", 200, answer);
		this.schemas.learn(3);
		assertThat(this.schemas.get(3)).isInstanceOfSatisfying(RegistrySchemas.Unreadable.class,
				(found) -> assertThat(found.reason()).contains("the schema of the number 3").contains(reason));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			401 | {}            | refuses the credentials; correct keys.username and .password
			403 | {}            | refuses the credentials
			404 | <html></html> | answers as no schema registry does; correct keys.url
			200 | <html></html> | answers as no schema registry does
			200 | []            | answers as no schema registry does
			302 | {}            | answers with the status 302; it is tried again
			429 | {}            | answers with the status 429; it is tried again
			500 | {"error_code":50001} | answers with the status 500; it is tried again
			""")
	void takesARegistryThatCannotAnswerForOneThatIsAway(int status, String body, String reason) {
		this.registry.answer("/schemas/ids/3", status, body);
		assertThatExceptionOfType(FormatUnavailableException.class).isThrownBy(() -> this.schemas.learn(3))
			.withMessageContaining("the schema registry at http://127.0.0.1:")
			.withMessageContaining(reason);
		assertThat(this.schemas.isKnown(3)).isFalse();
	}

	@Test
	void asksTheNextAddressWhereOneDoesNotAnswer() throws Exception {
		this.registry.schema(3, "\"string\"");
		new RegistrySchemas(
				StubRegistry.client(new SchemaRegistry(List.of(nobody(), this.registry.url()), null, null, "keys")))
			.learn(3);
		assertThat(this.registry.asked).hasSize(1);
	}

	@Test
	void tellsThatNobodyListens() throws Exception {
		RegistrySchemas away = new RegistrySchemas(
				StubRegistry.client(new SchemaRegistry(List.of(nobody()), null, null, "keys")));
		assertThatExceptionOfType(FormatUnavailableException.class).isThrownBy(() -> away.learn(3))
			.withMessageContaining("does not answer; start it, or correct keys.url");
	}

	@Test
	void waitsForASilentRegistryNoLongerThanItsPatience() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
			RegistrySchemas slow = new RegistrySchemas(
					StubRegistry.client(new SchemaRegistry(List.of(url), null, null, "keys"), Duration.ofMillis(200)));
			assertThatExceptionOfType(FormatUnavailableException.class).isThrownBy(() -> slow.learn(3))
				.withMessageContaining("does not answer");
		}
	}

	@Test
	void readsNoEndlessAnswer() {
		this.registry.answer("/schemas/ids/3", 200, "x".repeat(RegistryClient.LONGEST_ANSWER + 1));
		assertThatExceptionOfType(FormatUnavailableException.class).isThrownBy(() -> this.schemas.learn(3))
			.withMessageContaining("too long for a schema");
	}

	@Test
	void forgetsSomeWhereThereAreTooMany() throws Exception {
		int many = RegistrySchemas.MOST + 5;
		for (int id = 0; id < many; id++) {
			this.registry.schema(id, "\"string\"");
			this.schemas.learn(id);
		}
		long known = IntStream.range(0, many).filter(this.schemas::isKnown).count();
		assertThat(known).isEqualTo(RegistrySchemas.MOST);
		for (int id = 0; id < many; id++) {
			assertThat(this.schemas.get(id)).isInstanceOf(RegistrySchemas.Readable.class);
		}
	}

	private static URI nobody() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			return URI.create("http://127.0.0.1:" + server.getLocalPort());
		}
	}

}
