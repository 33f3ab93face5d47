package dev.tappet.operate.console;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Serves the page, what it may offer, and what it is told while it is open. All of it is
 * read-only: what is done goes to the endpoints.
 */
class ConsoleRoutes {

	/**
	 * Scripts and styles come from here alone and none stands in the page, no text
	 * becomes markup, and no other site shows the page in a frame.
	 */
	static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
			+ "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
			+ "require-trusted-types-for 'script'; trusted-types 'none'";

	/** How long a browser waits before it comes again. */
	private static final Duration RETRY = Duration.ofSeconds(3);

	private final Map<String, PageFile> files = PageFile.all();

	private final Offers offers;

	private final LiveFeed feed;

	ConsoleRoutes(Offers offers, LiveFeed feed) {
		this.offers = offers;
		this.feed = feed;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.GET("/console", (request) -> file(PageFile.PAGE))
			.GET("/console/", (request) -> ServerResponse.permanentRedirect(URI.create("../console")).build())
			.GET("/console/facts", (request) -> answer(HttpStatus.OK, MediaType.APPLICATION_JSON, this.offers))
			.GET("/console/live", this::live)
			.GET("/console/{file}", (request) -> file(request.pathVariable("file")))
			.build();
	}

	private Mono<ServerResponse> file(String name) {
		PageFile file = this.files.get(name);
		return (file != null) ? answer(HttpStatus.OK, file.type(), file.content())
				: problem(HttpStatus.NOT_FOUND, "The console has no such file.");
	}

	private Mono<ServerResponse> live(ServerRequest request) {
		if (!this.offers.endpoints().containsKey("triggers")) {
			return problem(HttpStatus.NOT_FOUND,
					"The endpoint 'triggers' is not exposed, so there is nothing to show.");
		}
		String refusal = this.feed.refusal();
		if (refusal != null) {
			return problem(HttpStatus.SERVICE_UNAVAILABLE, refusal);
		}
		return ServerResponse.ok()
			.headers(ConsoleRoutes::protect)
			// Whatever stands in between is to pass each event on at once.
			.header("X-Accel-Buffering", "no")
			.body(BodyInserters.fromServerSentEvents(
					this.feed.watch().map((data) -> ServerSentEvent.builder(data).retry(RETRY).build())));
	}

	private static Mono<ServerResponse> problem(HttpStatus status, String detail) {
		return answer(status, MediaType.APPLICATION_PROBLEM_JSON, ProblemDetail.forStatusAndDetail(status, detail));
	}

	private static Mono<ServerResponse> answer(HttpStatus status, MediaType type, Object body) {
		return ServerResponse.status(status).headers(ConsoleRoutes::protect).contentType(type).bodyValue(body);
	}

	private static void protect(HttpHeaders headers) {
		// The files are small, and a page of one version with scripts of another is of no
		// use.
		headers.setCacheControl(CacheControl.noStore());
		headers.set("Content-Security-Policy", POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("Referrer-Policy", "no-referrer");
	}

}
