package dev.tappet.source.azurequeue.connection;

import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultSettingTests {

	private static final String STRING = "UseDevelopmentStorage=true";

	private static final String URI = "https://orders.queue.core.windows.net";

	private final FoundHere problems = new FoundHere();

	private static DefaultSetting variables(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
		ConfigurationPropertySources.attach(environment);
		return new DefaultSetting(environment);
	}

	private static DefaultSetting file(Map<String, Object> settings) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("file", settings));
		ConfigurationPropertySources.attach(environment);
		return new DefaultSetting(environment);
	}

	private AzureConnectionDefinition defined(DefaultSetting setting) {
		AzureConnectionDefinition definition = setting.define(this.problems);
		assertThat(this.problems.found()).isEmpty();
		return Objects.requireNonNull(definition);
	}

	@ParameterizedTest
	@ValueSource(strings = { "AzureWebJobsStorage", "AZUREWEBJOBSSTORAGE" })
	void readsAnEnvironmentVariable(String name) {
		assertThat(defined(variables(Map.of(name, STRING))).name()).isEqualTo("default");
	}

	@ParameterizedTest
	@ValueSource(strings = { "AzureWebJobsStorage", "azure-web-jobs-storage", "azurewebjobsstorage" })
	void readsAFile(String name) {
		assertThat(defined(file(Map.of(name, STRING))).endpoint()).startsWith("http://127.0.0.1:10001");
	}

	@ParameterizedTest
	@ValueSource(strings = { "AzureWebJobsStorage__queueServiceUri", "AZUREWEBJOBSSTORAGE__QUEUESERVICEURI",
			"AzureWebJobsStorage__serviceUri" })
	void readsSettingsByTheirPrefix(String name) {
		assertThat(defined(variables(Map.of(name, URI))).endpoint()).isEqualTo(URI);
	}

	@ParameterizedTest
	@ValueSource(strings = { "AzureWebJobsStorage.queueServiceUri", "AzureWebJobsStorage:queueServiceUri",
			"azure-web-jobs-storage.queue-service-uri" })
	void readsSettingsBelowItsName(String name) {
		assertThat(defined(file(Map.of(name, URI))).endpoint()).isEqualTo(URI);
	}

	@Test
	void knowsAnAccountByItsNameAndAnIdentityByItsKind() {
		AzureConnectionDefinition definition = defined(variables(Map.of("AzureWebJobsStorage__accountName", "orders",
				"AzureWebJobsStorage__credential", "managedidentity", "AzureWebJobsStorage__clientId", "me")));
		assertThat(definition.endpoint()).isEqualTo(URI);
		assertThat(definition.credential())
			.isEqualTo(new Credential.Identity(IdentityKind.MANAGED_IDENTITY, "me", null, null, null));
	}

	@Test
	void reportsThatItIsNotThere() {
		variables(Map.of()).check(this.problems);
		assertThat(this.problems.found()).containsOnlyKeys("connection");
		assertThat(this.problems.found().get("connection")).contains("'AzureWebJobsStorage'",
				"UseDevelopmentStorage=true", "AzureWebJobsStorage__queueServiceUri");
	}

	@Test
	void reportsWhatIsWrongWithItByItsNameAndWithoutItsValue() {
		variables(Map.of("AzureWebJobsStorage", "AccountName=a;AccountKey=hunter2!")).check(this.problems);
		assertThat(this.problems.found().get("connection"))
			.startsWith("The setting 'AzureWebJobsStorage': Its AccountKey is not base64.")
			.doesNotContain("hunter2");
	}

}
