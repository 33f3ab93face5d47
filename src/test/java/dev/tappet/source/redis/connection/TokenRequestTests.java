package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenRequestTests {

	private final Map<String, String> variables = new HashMap<>();

	private TokenRequest request(Identity identity) {
		return TokenRequest.of(identity, this.variables::get);
	}

	private static String form(TokenRequest request) {
		return Objects.requireNonNull(request.form()).value();
	}

	@Test
	void sendsTheSecretOfAnApplicationInTheFormOnly() {
		TokenRequest request = request(new Identity.Application("client", "tenant", new Secret("a+b/c=&d"), null));
		assertThat(request.uri()).hasToString("https://login.microsoftonline.com/tenant/oauth2/v2.0/token");
		assertThat(form(request)).isEqualTo("client_id=client&client_secret=a%2Bb%2Fc%3D%26d"
				+ "&grant_type=client_credentials&scope=https%3A%2F%2Fredis.azure.com%2F.default");
		assertThat(request.toString()).doesNotContain("a+b", "a%2Bb");
	}

	@Test
	void takesAnApplicationFromTheEnvironment() {
		this.variables
			.putAll(Map.of("AZURE_CLIENT_ID", "client", "AZURE_TENANT_ID", "tenant", "AZURE_CLIENT_SECRET", "secret"));
		assertThat(request(new Identity.Environment("https://login.example/"))).isEqualTo(
				request(new Identity.Application("client", "tenant", new Secret("secret"), "https://login.example")));
	}

	@Test
	void namesTheVariableThatIsMissing() {
		this.variables.put("AZURE_TENANT_ID", "tenant");
		assertThatThrownBy(() -> request(new Identity.Environment(null))).isInstanceOf(TokenException.class)
			.hasMessage("the environment variable AZURE_CLIENT_ID is not set");
	}

	@Test
	void readsTheTokenOfAWorkloadAnewForEachRequest(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("token"), "first\n");
		this.variables.putAll(Map.of("AZURE_FEDERATED_TOKEN_FILE", file.toString(), "AZURE_CLIENT_ID", "other",
				"AZURE_TENANT_ID", "tenant", "AZURE_AUTHORITY_HOST", "https://login.example"));
		Identity workload = new Identity.Workload("client", null, null);
		assertThat(request(workload).uri()).hasToString("https://login.example/tenant/oauth2/v2.0/token");
		assertThat(form(request(workload))).contains("client_id=client&", "client_assertion=first&",
				"client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer");
		Files.writeString(file, "second");
		assertThat(form(request(workload))).contains("client_assertion=second&");
		Files.delete(file);
		assertThatThrownBy(() -> request(workload)).isInstanceOf(TokenException.class)
			.hasMessageContaining("AZURE_FEDERATED_TOKEN_FILE");
	}

	@Test
	void asksTheMetadataServiceOfAMachine() {
		TokenRequest request = request(new Identity.Managed("client"));
		assertThat(request.uri()).hasToString("http://169.254.169.254/metadata/identity/oauth2/token"
				+ "?api-version=2018-02-01&resource=https%3A%2F%2Fredis.azure.com&client_id=client");
		assertThat(request.headers()).containsExactlyEntriesOf(Map.of("Metadata", "true"));
		assertThat(request.form()).isNull();
	}

	@Test
	void asksTheEndpointOfAnApp() {
		this.variables.putAll(Map.of("IDENTITY_ENDPOINT", "http://10.0.0.1:8081/msi/token", "IDENTITY_HEADER", "h"));
		TokenRequest request = request(new Identity.Managed(null));
		assertThat(request.uri()).hasToString(
				"http://10.0.0.1:8081/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fredis.azure.com");
		assertThat(request.headers()).containsExactlyEntriesOf(Map.of("X-IDENTITY-HEADER", "h"));
		assertThat(request.secret()).isEqualTo(new Secret("h"));
	}

	@Test
	void sendsNoSecretToAnAddressThatIsNotEncrypted() {
		this.variables.put("AZURE_AUTHORITY_HOST", "http://login.example");
		Identity application = new Identity.Application("c", "t", new Secret("s"), null);
		assertThatThrownBy(() -> request(application)).isInstanceOf(TokenException.class)
			.hasMessageContaining("AZURE_AUTHORITY_HOST");
	}

}
