package dev.tappet.source.azurequeue.connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionStringTests {

	private static final String KEY = "c2VjcmV0";

	@Test
	void readsWhatThePortalShows() {
		ConnectionString string = new ConnectionString("DefaultEndpointsProtocol=https;AccountName=orders;AccountKey="
				+ KEY + ";EndpointSuffix=core.windows.net");
		assertThat(string.fault()).isNull();
		assertThat(string.endpoint()).isEqualTo("https://orders.queue.core.windows.net");
		assertThat(string.credential()).isEqualTo(new Credential.AccountKey("orders", new Secret(KEY)));
	}

	@Test
	void readsTheShortcutOfDevelopers() {
		ConnectionString string = new ConnectionString("UseDevelopmentStorage=true");
		assertThat(string.fault()).isNull();
		assertThat(string.endpoint()).isEqualTo("http://127.0.0.1:10001/devstoreaccount1");
		assertThat(string.credential()).isInstanceOf(Credential.AccountKey.class);
		assertThat(new ConnectionString("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite/")
			.endpoint()).isEqualTo("http://azurite:10001/devstoreaccount1");
	}

	@Test
	void readsASignatureAndAnAddressOfItsOwn() {
		ConnectionString string = new ConnectionString(
				"QueueEndpoint=https://q.example/;SharedAccessSignature=?sv=2026&sig=x%3D;BlobEndpoint=https://b.example");
		assertThat(string.fault()).isNull();
		assertThat(string.endpoint()).isEqualTo("https://q.example/");
		assertThat(string.credential()).isEqualTo(new Credential.Sas(new Secret("sv=2026&sig=x%3D")));
	}

	@ParameterizedTest
	@CsvSource({ "AccountName=a;AccountKey=no base64!, Its AccountKey is not base64.",
			"AccountName=a, 'It has no AccountKey, and no SharedAccessSignature either.'",
			"AccountKey=c2VjcmV0, It has neither AccountName nor QueueEndpoint.",
			"QueueEndpoint=https://q;AccountKey=c2VjcmV0, It has no AccountName.",
			"redis.example:6380, A part of it has none of the names that a storage account's has." })
	void saysWhatIsWrongWithoutAnyValue(String text, String fault) {
		assertThat(new ConnectionString(text).fault()).isEqualTo(fault);
	}

	@Test
	void masksKeysAndSignaturesAndWhatNobodyKnows() {
		assertThat(ConnectionString.mask("AccountName=a;AccountKey=k;SharedAccessSignature=s;hunter2;Pwd=x"))
			.isEqualTo("AccountName=a;AccountKey=******;SharedAccessSignature=******;******;******");
	}

	@Test
	void showsNoSecretInItsParts() {
		assertThat(new ConnectionString("AccountName=a;AccountKey=" + KEY).credential().toString()).doesNotContain(KEY);
	}

}
