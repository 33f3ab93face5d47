package dev.tappet.source.azurequeue;

import java.time.Duration;

/**
 * What goes wrong with a request.
 */
public sealed interface StubFault {

	/** The service has too much to do. */
	static StubFault busy() {
		return new Refused(503, "ServerBusy",
				"The server is currently unable to receive requests. Please retry your request.", "");
	}

	/** The service has an error of its own. */
	static StubFault internal() {
		return new Refused(500, "InternalError",
				"Server encountered an internal error. Please try again after some time.", "");
	}

	/** The client's clock is wrong. */
	static StubFault skewed() {
		return new Refused(403, "AuthenticationFailed",
				"Server failed to authenticate the request. Make sure the value of Authorization header is formed "
						+ "correctly including the signature.",
				"Request date header too old: 'Sat, 01 Jan 2022 00:00:00 GMT'");
	}

	/** The client's shared access signature has ended. */
	static StubFault ended() {
		return new Refused(403, "AuthenticationFailed",
				"Server failed to authenticate the request. Make sure the value of Authorization header is formed "
						+ "correctly including the signature.",
				"Signature not valid in the specified time frame: Expiry [Sat, 01 Jan 2022 00:00:00 GMT]");
	}

	/** The client may not do this. */
	static StubFault forbidden() {
		return new Refused(403, "AuthorizationPermissionMismatch",
				"This request is not authorized to perform this operation using this permission.", "");
	}

	/**
	 * It is refused, and has no effect.
	 *
	 * @param status the status
	 * @param code the service's code
	 * @param message what is said to people
	 * @param detail more for them, or empty
	 */
	record Refused(int status, String code, String message, String detail) implements StubFault {

		StubRefusal refusal() {
			StubRefusal refusal = new StubRefusal(this.status, this.code, this.message);
			return this.detail.isEmpty() ? refusal : refusal.with("AuthenticationErrorDetail", this.detail);
		}

	}

	/** The connection is reset, and the request has no effect. */
	record ResetBefore() implements StubFault {
	}

	/** The connection is reset when the request has had its effect. */
	record ResetAfter() implements StubFault {
	}

	/** Somebody else has just got the message. */
	record Stolen() implements StubFault {
	}

	/**
	 * The answer comes late; the request has its effect at once.
	 *
	 * @param time how late
	 */
	record Late(Duration time) implements StubFault {
	}

}
