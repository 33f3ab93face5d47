package dev.tappet.operate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.tappet.source.InstanceRegister;
import dev.tappet.trigger.InstanceId;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints of the triggers that a test made, on a real web server.
 */
final class TestEndpoints implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final WebTestClient client;

	/**
	 * What was answered.
	 *
	 * @param status the HTTP status
	 * @param type the content type
	 * @param body the body
	 * @param headers all headers
	 */
	record Answer(int status, String type, String body, HttpHeaders headers) {

		void is(int expected, String json) {
			assertThat(this.status).as(this.body).isEqualTo(expected);
			assertThat(this.type).startsWith("application/").endsWith("json").doesNotContain("problem");
			assertThat(new BasicJsonTester(TestEndpoints.class).from(this.body)).isStrictlyEqualToJson(json);
		}

		void isProblem(int expected, String detail) {
			assertThat(this.status).as(this.body).isEqualTo(expected);
			assertThat(this.type).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			assertThat(this.body).contains("\"status\":" + expected).contains(detail);
		}

	}

	TestEndpoints(String[] settings, TestTrigger... triggers) {
		this(settings, Map::of, triggers);
	}

	TestEndpoints(String[] settings, InstanceRegister register, TestTrigger... triggers) {
		SpringApplication application = new SpringApplicationBuilder(OperateApplication.class).properties(
				Stream
					.concat(Stream.of("server.port=0", "management.endpoints.web.exposure.include=*",
							"spring.webflux.problemdetails.enabled=true"), Arrays.stream(settings))
					.toArray(String[]::new))
			.initializers((context) -> {
				context.getBeanFactory().registerSingleton("register", register);
				context.getBeanFactory().registerSingleton("instance", new InstanceId("worker-b"));
				for (TestTrigger trigger : triggers) {
					context.getBeanFactory().registerSingleton(trigger.definition().name() + "-trigger", trigger);
				}
			})
			.build();
		this.context = application.run();
		this.client = WebTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.context.getEnvironment().getRequiredProperty("local.server.port"))
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	static TestEndpoints of(String setting, TestTrigger... triggers) {
		return new TestEndpoints(new String[] { setting }, triggers);
	}

	Answer get(String path) {
		return answer(this.client.get().uri("/actuator" + path));
	}

	Answer post(String path, String body) {
		return answer(this.client.method(HttpMethod.POST)
			.uri("/actuator" + path)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body));
	}

	/** What is not below the endpoints. */
	Answer getPage(String path) {
		return answer(this.client.get().uri(path));
	}

	/** Where the server is, by the port that a property names. */
	String url(String portKey) {
		return "http://localhost:" + this.context.getEnvironment().getRequiredProperty(portKey);
	}

	private static Answer answer(WebTestClient.RequestHeadersSpec<?> request) {
		EntityExchangeResult<String> result = request.exchange().expectBody(String.class).returnResult();
		MediaType type = result.getResponseHeaders().getContentType();
		return new Answer(result.getStatus().value(), String.valueOf(type),
				Objects.requireNonNullElse(result.getResponseBody(), ""), result.getResponseHeaders());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
