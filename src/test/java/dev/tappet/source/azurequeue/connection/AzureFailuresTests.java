package dev.tappet.source.azurequeue.connection;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;

import com.azure.core.exception.ClientAuthenticationException;
import dev.tappet.source.azurequeue.connection.Refusal.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AzureFailuresTests {

	private static final String SECRET = "hunter2";

	private static final AzureFailures byKey = failures(new Credential.AccountKey("orders", new Secret(SECRET)));

	private static AzureFailures failures(Credential credential) {
		return new AzureFailures(
				new AzureConnectionDefinition("store", "https://orders.queue.core.windows.net", credential));
	}

	private static Refusal refusal(AzureFailures failures, Throwable failure) {
		Refusal refusal = failures.refusal(new CompletionException(failure), "orders");
		assertThat(refusal.text()).doesNotContain(SECRET).endsWith(".");
		return refusal;
	}

	@ParameterizedTest
	@CsvSource({ "400, PopReceiptMismatch, GONE_RECEIPT", "404, MessageNotFound, GONE_MESSAGE",
			"404, QueueNotFound, NO_QUEUE", "413, RequestBodyTooLarge, TOO_LARGE", "409, QueueBeingDeleted, OTHER",
			"503, ServerBusy, OTHER", "500, InternalError, OTHER", "400, InvalidInput, OTHER" })
	void knowsWhatARefusalMeansByItsCode(int status, String code, Kind kind) {
		assertThat(refusal(byKey, Answered.with(status, code, "says " + SECRET)).kind()).isEqualTo(kind);
	}

	@Test
	void tellsTheRemedyOfEach() {
		assertThat(refusal(byKey, Answered.with(503, "ServerBusy", "")).text()).contains("busy", "2,000 messages");
		assertThat(refusal(byKey, Answered.with(404, "QueueNotFound", "")).text()).contains(
				"The queue 'orders' does not exist at https://orders", "Create it", "Storage Queue Data Contributor");
		assertThat(refusal(byKey, Answered.with(409, "QueueBeingDeleted", "")).text()).contains("being deleted");
		assertThat(refusal(byKey, Answered.with(413, "RequestBodyTooLarge", "")).text()).contains("48 KiB");
		assertThat(refusal(byKey, Answered.with(403, "AuthenticationFailed", "signed with " + SECRET)).text())
			.contains("name and key");
		assertThat(refusal(byKey, Answered.with(403, "AuthorizationPermissionMismatch", "")).text())
			.contains("Storage Queue Data Contributor");
	}

	@Test
	void tellsAWrongClockFromAWrongKey() {
		assertThat(refusal(byKey,
				Answered.with(403, "AuthenticationFailed", "", "Sun, 22 Nov 2026 10:20:00 GMT",
						"Sun, 22 Nov 2026 10:00:00 GMT"))
			.text()).contains("clock of this machine", "20 minutes", "NTP");
		assertThat(
				refusal(byKey, Answered.with(403, "AuthenticationFailed", "Request date header too old: 'x'")).text())
			.contains("clock of this machine");
	}

	@Test
	void tellsASignatureThatHasEndedFromOneThatAllowsTooLittle() {
		AzureFailures ended = failures(new Credential.Sas(new Secret("se=2026-11-22T09%3A59%3A00Z&sig=" + SECRET)));
		AzureFailures weak = failures(new Credential.Sas(new Secret("se=2026-11-23T00%3A00%3A00Z&sig=" + SECRET)));
		assertThat(refusal(ended, Answered.with(403, "AuthenticationFailed", "")).text())
			.contains("not valid any more");
		assertThat(refusal(weak,
				Answered.with(403, "AuthenticationFailed",
						"Signature not valid in the specified time frame: Start [x]"))
			.text()).contains("not valid any more");
		assertThat(refusal(weak, Answered.with(403, "AuthorizationPermissionMismatch", "")).text())
			.contains("read, add, update and process");
	}

	@Test
	void saysThatNobodyAnswers() {
		assertThat(refusal(byKey, new ConnectException("refused " + SECRET)).text())
			.contains("https://orders.queue.core.windows.net cannot be reached", "ConnectException");
		assertThat(refusal(byKey, new HttpTimeoutException("late")).text()).contains("does not answer in time");
	}

	@Test
	void saysThatAnIdentityHasNoToken() {
		assertThat(refusal(byKey, new ClientAuthenticationException(SECRET, null)).text()).contains("No token",
				"'credential'");
	}

	@Test
	void showsOfAnythingElseItsKindOnly() {
		assertThat(refusal(byKey, new IllegalArgumentException(SECRET)).text()).contains("IllegalArgumentException");
		assertThat(byKey.refusal(new IllegalStateException("An identity needs a library."), "orders").text())
			.contains("An identity needs a library.");
	}

}
