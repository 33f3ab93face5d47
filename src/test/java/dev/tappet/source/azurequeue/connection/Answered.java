package dev.tappet.source.azurequeue.connection;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.storage.queue.models.QueueStorageException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the service answered.
 */
final class Answered extends HttpResponse {

	private final int status;

	private final HttpHeaders headers = new HttpHeaders();

	private Answered(int status, String asked, String answered) {
		super(request(asked));
		this.status = status;
		this.headers.set(HttpHeaderName.DATE, answered);
	}

	private static HttpRequest request(String asked) {
		return new HttpRequest(HttpMethod.GET, "https://orders.queue.core.windows.net/orders/messages")
			.setHeader(HttpHeaderName.fromString("x-ms-date"), asked);
	}

	static QueueStorageException with(int status, String code, String message) {
		return with(status, code, message, "Sun, 22 Nov 2026 10:00:00 GMT", "Sun, 22 Nov 2026 10:00:00 GMT");
	}

	static QueueStorageException with(int status, String code, String message, String asked, String answered) {
		Answered response = new Answered(status, asked, answered);
		response.headers.set(HttpHeaderName.fromString("x-ms-error-code"), code);
		return new QueueStorageException(message, response, message);
	}

	@Override
	public int getStatusCode() {
		return this.status;
	}

	@Override
	@Deprecated
	public String getHeaderValue(String name) {
		return this.headers.getValue(HttpHeaderName.fromString(name));
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public Flux<ByteBuffer> getBody() {
		return Flux.empty();
	}

	@Override
	public Mono<byte[]> getBodyAsByteArray() {
		return Mono.empty();
	}

	@Override
	public Mono<String> getBodyAsString() {
		return Mono.empty();
	}

	@Override
	public Mono<String> getBodyAsString(Charset charset) {
		return Mono.empty();
	}

}
