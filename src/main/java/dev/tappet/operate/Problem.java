package dev.tappet.operate;

import dev.tappet.source.Printable;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;

/**
 * Why a request was not carried out, as RFC 9457 has it.
 *
 * @param title the kind of problem
 * @param status the HTTP status
 * @param detail what is wrong with this request, and what to do
 */
record Problem(String title, int status, String detail) {

	private static final MimeType TYPE = MimeType.valueOf("application/problem+json");

	/** The request cannot be understood. */
	static WebEndpointResponse<Object> badRequest(String detail) {
		return new Problem("Bad Request", WebEndpointResponse.STATUS_BAD_REQUEST, detail).response();
	}

	/** There is no trigger of this name. */
	static WebEndpointResponse<Object> unknownTrigger(String name) {
		return new Problem("Not Found", WebEndpointResponse.STATUS_NOT_FOUND,
				"There is no trigger named '%s'.".formatted(Printable.of(name, Printable.VALUE)))
			.response();
	}

	/** What is asked for does not go with what there is. */
	static WebEndpointResponse<Object> conflict(String detail) {
		return new Problem("Conflict", 409, detail).response();
	}

	/** The broker could not be asked. */
	static WebEndpointResponse<Object> unavailable(String detail) {
		return new Problem("Service Unavailable", WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, detail).response();
	}

	private WebEndpointResponse<Object> response() {
		return new WebEndpointResponse<>(this, this.status, TYPE);
	}

}
