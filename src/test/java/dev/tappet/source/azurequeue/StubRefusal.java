package dev.tappet.source.azurequeue;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The service says no, with a status and a code.
 */
final class StubRefusal extends RuntimeException {

	private final int status;

	private final String code;

	private final Map<String, String> details = new LinkedHashMap<>();

	StubRefusal(int status, String code, String message) {
		super(message);
		this.status = status;
		this.code = code;
	}

	static StubRefusal queueNotFound() {
		return new StubRefusal(404, "QueueNotFound", "The specified queue does not exist.");
	}

	static StubRefusal messageNotFound() {
		return new StubRefusal(404, "MessageNotFound", "The specified message does not exist.");
	}

	static StubRefusal popReceiptMismatch() {
		return new StubRefusal(400, "PopReceiptMismatch",
				"The specified pop receipt did not match the pop receipt for a dequeued message.");
	}

	static StubRefusal tooLarge(int most) {
		return new StubRefusal(413, "RequestBodyTooLarge",
				"The request body is too large and exceeds the maximum permissible limit.")
			.with("MaxLimit", most);
	}

	static StubRefusal unauthenticated(String detail) {
		return new StubRefusal(403, "AuthenticationFailed",
				"Server failed to authenticate the request. Make sure the value of Authorization header is formed "
						+ "correctly including the signature.")
			.with("AuthenticationErrorDetail", detail);
	}

	static StubRefusal unauthorized() {
		return new StubRefusal(403, "AuthorizationPermissionMismatch",
				"This request is not authorized to perform this operation using this permission.");
	}

	StubRefusal with(String name, Object value) {
		this.details.put(name, String.valueOf(value));
		return this;
	}

	StubAnswer.Reply reply(String requestId, Instant now) {
		StubXml xml = new StubXml().open("Error")
			.text("Code", this.code)
			.text("Message", "%s\nRequestId:%s\nTime:%s".formatted(getMessage(), requestId, now));
		this.details.forEach(xml::text);
		StubAnswer.Reply reply = StubAnswer.xml(this.status, xml.close("Error")).with("x-ms-error-code", this.code);
		return (this.status == 401) ? reply.with("WWW-Authenticate", "Bearer") : reply;
	}

}
