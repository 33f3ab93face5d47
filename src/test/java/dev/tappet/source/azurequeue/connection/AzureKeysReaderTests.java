package dev.tappet.source.azurequeue.connection;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AzureKeysReaderTests {

	private static final String URI = "https://orders.queue.core.windows.net/";

	private final FoundHere problems = new FoundHere();

	private @Nullable String authority;

	private @Nullable AzureConnectionDefinition read(@Nullable String string, @Nullable String uri,
			@Nullable IdentityKind kind, @Nullable String secret, @Nullable String sas) {
		return new AzureKeysReader("orders",
				new AzureKeys(string, null, uri, kind, "me", "home", secret, this.authority, sas), this.problems)
			.read();
	}

	@Test
	void takesAnIdentityAtAnAddress() {
		assertThat(read(null, URI, IdentityKind.CLIENT_SECRET, "hunter2", null))
			.isEqualTo(new AzureConnectionDefinition("orders", "https://orders.queue.core.windows.net",
					new Credential.Identity(IdentityKind.CLIENT_SECRET, "me", "home", new Secret("hunter2"), null)));
		assertThat(this.problems.found()).isEmpty();
	}

	@Test
	void takesASignatureBesideAnAddressOrInIt() {
		AzureConnectionDefinition beside = read(null, URI, null, null, "?sv=1&sig=x");
		assertThat(beside).isNotNull();
		assertThat(beside).isEqualTo(read(null, URI + "?sv=1&sig=x", null, null, null));
		assertThat(this.problems.found()).isEmpty();
	}

	@Test
	void reportsThatNothingSaysWhereTheQueuesAre() {
		assertThat(read(null, "  ", null, null, null)).isNull();
		assertThat(this.problems.found()).containsOnlyKeys("connection-string");
	}

	@Test
	void reportsTwoWaysToOneAccount() {
		read("UseDevelopmentStorage=true", URI, null, null, null);
		assertThat(this.problems.found()).containsOnlyKeys("connection-string");
	}

	@Test
	void reportsAnIdentityThatWouldGoUnencrypted() {
		read(null, "http://orders.example", IdentityKind.MANAGED_IDENTITY, null, null);
		assertThat(this.problems.found()).containsOnlyKeys("service-uri");
	}

	@Test
	void reportsWhatASecretLacksAndASecretThatNobodyReads() {
		read(null, URI, IdentityKind.CLIENT_SECRET, null, null);
		assertThat(this.problems.found()).containsOnlyKeys("client-secret");
		read(null, URI, IdentityKind.MANAGED_IDENTITY, "hunter2", null);
		assertThat(this.problems.found().get("client-secret")).contains("credential: clientsecret")
			.doesNotContain("hunter2");
	}

	@Test
	void takesATokenServiceOfOnesOwn() {
		this.authority = "https://login.example:8443";
		assertThat(read(null, URI, IdentityKind.WORKLOAD_IDENTITY, null, null))
			.extracting(AzureConnectionDefinition::credential)
			.isEqualTo(new Credential.Identity(IdentityKind.WORKLOAD_IDENTITY, "me", "home", null, this.authority));
		assertThat(this.problems.found()).isEmpty();
	}

	@Test
	void reportsATokenServiceThatCannotBeUsed() {
		for (String wrong : new String[] { "http://login.example", "login.example",
				"https://u:hunter2@login.example" }) {
			this.authority = wrong;
			this.problems.found().clear();
			read(null, URI, IdentityKind.ENVIRONMENT, null, null);
			assertThat(this.problems.found()).containsOnlyKeys("authority-host");
			assertThat(this.problems.found().get("authority-host")).contains("https").doesNotContain("hunter2");
		}
		this.problems.found().clear();
		this.authority = "https://login.example";
		read(null, URI, IdentityKind.MANAGED_IDENTITY, null, null);
		assertThat(this.problems.found()).containsOnlyKeys("authority-host");
	}

	@Test
	void reportsAnIdentityBesideASignature() {
		read(null, URI, IdentityKind.ENVIRONMENT, null, "sv=1&sig=x");
		assertThat(this.problems.found()).containsOnlyKeys("credential");
	}

	@Test
	void reportsWhatIsNoAddress() {
		read(null, "orders.queue.core.windows.net", null, null, null);
		read(null, "https://u:hunter2@orders", null, null, null);
		assertThat(this.problems.found()).containsOnlyKeys("service-uri");
		assertThat(this.problems.found().get("service-uri")).doesNotContain("hunter2");
	}

	@Test
	void showsNoSecretInAReport() {
		AzureConnectionType type = new AzureConnectionType();
		assertThat(type.shown("sas-token", "sv=1&sig=x")).isEqualTo("******");
		assertThat(type.shown("client-secret", "x")).isEqualTo("******");
		assertThat(type.shown("queue-service-uri", "https://q?sig=x")).isEqualTo("https://q?******");
		assertThat(type.shown("connection-string", "AccountKey=x")).isEqualTo("AccountKey=******");
		assertThat(type.shown("client-id", "me")).isEqualTo("me");
	}

}
