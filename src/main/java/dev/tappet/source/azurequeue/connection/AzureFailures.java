package dev.tappet.source.azurequeue.connection;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import dev.tappet.source.Printable;
import dev.tappet.source.azurequeue.connection.Refusal.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Says what a failure of the client means, and what to do about it. What the service
 * answers may quote a signature, so only its error code is passed on.
 *
 * @param definition the connection
 */
record AzureFailures(AzureConnectionDefinition definition) {

	/** The service takes requests whose time is at most 15 minutes off. */
	private static final Duration SKEW = Duration.ofMinutes(10);

	private static final int BAD_REQUEST = 400;

	private static final int UNAUTHORIZED = 401;

	private static final int FORBIDDEN = 403;

	private static final int NOT_FOUND = 404;

	private static final int CONFLICT = 409;

	private static final int TOO_LARGE = 413;

	private static final int TOO_MANY = 429;

	private static final int SERVER_ERROR = 500;

	Refusal refusal(Throwable failure, String queue) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (isOfIdentity(cause)) {
				return other("No token could be had for the identity of the connection '%s'. Check 'credential', "
						+ "'client-id', 'tenant-id' and 'client-secret', and that this machine has the identity.",
						this.definition.name());
			}
			if (cause instanceof HttpResponseException answered && answered.getResponse() != null) {
				return answered(answered, queue);
			}
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
				return other(
						"%s does not answer in time. Check the address, the network and the firewall of the account.",
						this.definition.endpoint());
			}
			if (cause instanceof IOException) {
				return other(
						"%s cannot be reached (%s). Check the address, the network and the firewall of the account.",
						this.definition.endpoint(), cause.getClass().getSimpleName());
			}
		}
		return other("The queue '%s' at %s cannot be used (%s).", queue, this.definition.endpoint(), said(failure));
	}

	/** What this application itself says may be shown; what a library says may not. */
	private static String said(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof IllegalStateException && cause.getMessage() != null)
				? Printable.of(cause.getMessage(), Printable.DETAIL) : cause.getClass().getSimpleName();
	}

	/** Known by their names, for the library of identities may be absent. */
	private static boolean isOfIdentity(Throwable cause) {
		return cause instanceof ClientAuthenticationException
				|| cause.getClass().getName().startsWith("com.azure.identity.")
				|| cause.getClass().getName().startsWith("com.microsoft.aad.");
	}

	private Refusal answered(HttpResponseException answered, String queue) {
		HttpResponse response = answered.getResponse();
		int status = response.getStatusCode();
		String code = code(response);
		if (status == BAD_REQUEST && code.equals("PopReceiptMismatch")) {
			return new Refusal(Kind.GONE_RECEIPT, "The message was taken by another worker.");
		}
		if (status == NOT_FOUND && code.equals("MessageNotFound")) {
			return new Refusal(Kind.GONE_MESSAGE, "The message is not there any more.");
		}
		return switch (status) {
			case UNAUTHORIZED, FORBIDDEN -> forbidden(response, code, String.valueOf(answered.getMessage()), queue);
			case NOT_FOUND -> new Refusal(Kind.NO_QUEUE, absent(queue));
			case CONFLICT ->
				other("The queue '%s' is being deleted (%s). It is made anew when that is over.", queue, code);
			case TOO_LARGE -> new Refusal(Kind.TOO_LARGE,
					"The message is larger than a queue takes: 64 KiB, or 48 KiB before base64. Store what is "
							+ "large elsewhere, and send where it is.");
			default -> (status == TOO_MANY || status >= SERVER_ERROR) ? other(
					"The service is busy (%d %s): a queue takes 2,000 messages and an account 20,000 requests a "
							+ "second. Lower 'concurrency', raise 'max-polling-interval', or use several accounts.",
					status, code)
					: other("The queue '%s' at %s refuses what it is asked for (%d %s).", queue,
							this.definition.endpoint(), status, code);
		};
	}

	private String absent(String queue) {
		return "The queue '%s' does not exist at %s. Create it, or allow the connection to (%s).".formatted(queue,
				this.definition.endpoint(), "the role Storage Queue Data Contributor");
	}

	private Refusal forbidden(HttpResponse response, String code, String message, String queue) {
		Duration ahead = ahead(response);
		if ((ahead != null && ahead.abs().compareTo(SKEW) > 0) || message.contains("Request date header too old")) {
			return other(
					"The clock of this machine differs from that of the service%s, which refuses requests for "
							+ "that. Set the clock, by NTP.",
					(ahead != null) ? " by " + ahead.abs().toMinutes() + " minutes" : "");
		}
		if (this.definition.credential() instanceof Credential.Sas) {
			boolean time = message.contains("Signature not valid in the specified time frame") || isOver(response);
			return time
					? other("The SAS of the connection '%s' is not valid any more. Put a new one in its place.",
							this.definition.name())
					: other("The SAS of the connection '%s' does not allow what is needed (%s). It needs the rights "
							+ "read, add, update and process of the queue '%s', and create where that does not exist.",
							this.definition.name(), code, queue);
		}
		if (code.startsWith("Authentication") || code.equals("InvalidAuthenticationInfo")) {
			return other("The credential of the connection '%s' is refused (%s). Check the account's name and key, "
					+ "or the identity.", this.definition.name(), code);
		}
		return other(
				"The connection '%s' may not use the queue '%s' (%s). Give its identity the role Storage Queue Data "
						+ "Contributor, and check the firewall of the account.",
				this.definition.name(), queue, code);
	}

	/** How far this machine's time, as the request has it, is ahead of the service's. */
	private static @Nullable Duration ahead(HttpResponse response) {
		Instant asked = time(response.getRequest().getHeaders().getValue(HttpHeaderName.fromString("x-ms-date")));
		Instant answered = time(response.getHeaderValue(HttpHeaderName.DATE));
		return (asked != null && answered != null) ? Duration.between(answered, asked) : null;
	}

	/** Whether the signature has ended by the service's time. */
	private boolean isOver(HttpResponse response) {
		Instant answered = time(response.getHeaderValue(HttpHeaderName.DATE));
		Instant end = (this.definition.credential() instanceof Credential.Sas(Secret token)) ? SasEnd.of(token.value())
				: null;
		return answered != null && end != null && !answered.isBefore(end);
	}

	private static @Nullable Instant time(@Nullable String text) {
		try {
			return (text != null) ? ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant() : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static String code(HttpResponse response) {
		String code = response.getHeaderValue(HttpHeaderName.fromString("x-ms-error-code"));
		return (code != null) ? Printable.of(code, Printable.VALUE) : "without a code";
	}

	private static Refusal other(String text, Object... with) {
		return new Refusal(Kind.OTHER, text.formatted(with));
	}

}
