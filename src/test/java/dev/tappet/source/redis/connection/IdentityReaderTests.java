package dev.tappet.source.redis.connection;

import java.util.Map;
import java.util.TreeMap;

import dev.tappet.source.Problems;
import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class IdentityReaderTests {

	private final Map<String, String> problems = new TreeMap<>();

	private @Nullable Map<String, String> variables;

	private @Nullable Identity read(Map<String, String> keys, boolean springBoot) {
		Map<String, String> prefixed = new TreeMap<>();
		keys.forEach((key, value) -> prefixed.put("c." + key, value));
		ConnectionProperties properties = new Binder(new MapConfigurationPropertySource(prefixed)).bindOrCreate("c",
				ConnectionProperties.class);
		Problems noted = new Problems() {

			@Override
			public void add(String key, String problem, String remedy) {
				IdentityReaderTests.this.problems.putIfAbsent(key, problem);
			}

			@Override
			public boolean isSet(String key) {
				return keys.containsKey(key);
			}

		};
		Map<String, String> known = this.variables;
		return new IdentityReader(properties, springBoot, noted, (known != null) ? known::get : null)
			.read(keys.containsKey("password"));
	}

	private @Nullable Identity read(Map<String, String> keys) {
		return read(keys, false);
	}

	@Test
	void readsEachKind() {
		assertThat(read(Map.of("credential", "managedidentity"))).isEqualTo(new Identity.Managed(null));
		assertThat(read(Map.of("credential", "managedidentity", "client-id", "a-1")))
			.isEqualTo(new Identity.Managed("a-1"));
		assertThat(read(Map.of("credential", "workloadidentity", "tenant-id", "t.example")))
			.isEqualTo(new Identity.Workload(null, "t.example", null));
		assertThat(read(Map.of("credential", "environment", "authority-host", "https://login.example")))
			.isEqualTo(new Identity.Environment("https://login.example"));
		assertThat(read(Map.of("credential", "clientsecret", "client-id", "c", "tenant-id", "t", "client-secret", "s")))
			.isEqualTo(new Identity.Application("c", "t", new Secret("s"), null));
		assertThat(this.problems).isEmpty();
	}

	@Test
	void readsNoneWhereNoneIsAskedFor() {
		assertThat(read(Map.of("host", "h", "password", "p"))).isNull();
		assertThat(this.problems).isEmpty();
	}

	@Test
	void namesWhatAnApplicationLacks() {
		assertThat(read(Map.of("credential", "clientsecret", "client-id", "c"))).isNull();
		assertThat(this.problems).containsOnlyKeys("tenant-id", "client-secret");
	}

	@Test
	void refusesAPasswordBesideIt() {
		read(Map.of("credential", "environment", "password", "p"));
		assertThat(this.problems).containsOnlyKeys("credential");
	}

	@Test
	void refusesKeysThatDoNothing() {
		read(Map.of("credential", "managedidentity", "client-secret", "s", "authority-host", "https://a"));
		assertThat(this.problems).containsOnlyKeys("client-secret", "authority-host");
		this.problems.clear();
		read(Map.of("client-id", "c"));
		assertThat(this.problems).containsOnlyKeys("client-id");
	}

	@Test
	void namesTheVariablesThatAnApplicationLacks() {
		this.variables = Map.of("AZURE_CLIENT_ID", "c", "AZURE_TENANT_ID", "");
		read(Map.of("credential", "environment"));
		assertThat(this.problems).containsExactly(Map.entry("credential",
				"It needs environment variables that are not set: AZURE_TENANT_ID, AZURE_CLIENT_SECRET."));
	}

	@Test
	void namesTheVariablesThatAWorkloadLacks() {
		this.variables = Map.of("AZURE_CLIENT_ID", "c");
		read(Map.of("credential", "workloadidentity"));
		assertThat(this.problems).containsExactly(Map.entry("credential",
				"It needs environment variables that are not set: AZURE_FEDERATED_TOKEN_FILE, AZURE_TENANT_ID."));
	}

	@Test
	void needsNoVariableForWhatAKeySays() {
		this.variables = Map.of("AZURE_FEDERATED_TOKEN_FILE", "/token");
		assertThat(read(Map.of("credential", "workloadidentity", "client-id", "c", "tenant-id", "t")))
			.isEqualTo(new Identity.Workload("c", "t", null));
		read(Map.of("credential", "managedidentity"));
		read(Map.of("credential", "clientsecret", "client-id", "c", "tenant-id", "t", "client-secret", "s"));
		assertThat(this.problems).isEmpty();
	}

	@Test
	void refusesItForTheConnectionOfSpringBoot() {
		assertThat(read(Map.of("credential", "environment"), true)).isNull();
		assertThat(this.problems).containsEntry("credential", "Spring Boot has no such key.");
	}

	@ParameterizedTest
	@CsvSource({ "tenant-id, a/b", "tenant-id, ?x", "client-id, c&d", "authority-host, http://login.example",
			"authority-host, login.example", "authority-host, https://u:p@login.example" })
	void refusesWhatWouldLeadElsewhere(String key, String value) {
		read(Map.of("credential", "workloadidentity", key, value));
		assertThat(this.problems).containsOnlyKeys(key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://login.microsoftonline.us", "https://login.example/", "http://127.0.0.1:80",
			"http://localhost:80", "http://[::1]:80" })
	void takesTheAddressesOfTokenServices(String address) {
		assertThat(IdentityReader.isSafe(address)).isTrue();
	}

}
