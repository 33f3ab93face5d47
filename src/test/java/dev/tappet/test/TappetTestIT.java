package dev.tappet.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(TappetTestIT.IsOverAfterwards.class)
@TappetTest(handlers = { TappetTestIT.OrderCreated.class, TappetTestIT.Handlers.class },
		properties = { "tappet.defaults.retry.initial-delay=10ms",
				"tappet.connections.second.url=redis://127.0.0.1:${spring.data.redis.port}",
				// As a deployment's configuration may have it: a test must not touch
				// that.
				"spring.data.redis.sentinel.master=production", "spring.data.redis.sentinel.nodes=127.0.0.1:1",
				"spring.data.redis.password=secret" },
		triggers = """
				order-created:
				  redis-stream:
				    key: orders
				mail-queued:
				  connection: second
				  redis-list:
				    key: mails
				news-published:
				  redis-pubsub:
				    channel: news
				""")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TappetTestIT {

	private static final List<String> NEWS = new CopyOnWriteArrayList<>();

	private static volatile int port;

	/** A payload that is read from the fields of an entry. */
	record Purchase(String number) {
	}

	/** Throws on the first attempt at each order. */
	@Component("order-created")
	static final class OrderCreated implements TriggerHandler<Purchase> {

		@Override
		public void handle(Purchase order, TriggerContext context) {
			if (context.attempt() == 1) {
				throw new IllegalStateException("not yet");
			}
		}

	}

	/** What else is handled. */
	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@Bean
		AtomicInteger mails() {
			return new AtomicInteger();
		}

		@Bean
		TriggerHandler<String> mailQueued(AtomicInteger mails) {
			return (mail, context) -> {
				if (!mail.contains("@")) {
					throw new RejectMessage("no address");
				}
				mails.incrementAndGet();
			};
		}

		@Bean
		TriggerHandler<String> newsPublished() {
			return (news, context) -> NEWS.add(news);
		}

	}

	@Test
	@Order(1)
	void handlesWhatIsSent(RunningTappet tappet) {
		assertThat(tappet.add("orders", Map.of("number", "1001"))).contains("-");
		tappet.push("mails", "ada@example.com", "grace@example.com");
		tappet.publish("news", "hello");
		tappet.awaitHandled("order-created", 1);
		tappet.awaitHandled("mail-queued", 2);
		tappet.awaitHandled("news-published", 1);
		tappet.awaitNothingLeft();
		assertThat(tappet.retried("order-created")).isEqualTo(1);
		assertThat(tappet.handled("order-created")).isEqualTo(1);
		assertThat(tappet.bean(AtomicInteger.class)).hasValue(2);
		assertThat(NEWS).containsExactly("hello");
		port = tappet.redisPort();
		System.out.println("test kit: 4 sent, 4 handled, 0 doubled, 0 lost");
	}

	@Test
	@Order(2)
	void countsFromTheBeginningOfATestAndShowsDeadLetters(RunningTappet tappet) {
		assertThat(tappet.handled("mail-queued")).isZero();
		tappet.push("mails", "nobody", "no one");
		assertThat(tappet.awaitDeadLettered("mail-queued", 2)).satisfiesExactly((first) -> {
			assertThat(first.source()).isEqualTo("mails");
			assertThat(first.attempts()).isEqualTo(1);
			assertThat(first.reason()).isEqualTo("rejected: no address");
		}, (second) -> assertThat(second.fields()).containsKey("payload"));
		tappet.awaitNothingLeft();
		System.out.println("test kit: 2 sent, 2 given up, 0 doubled, 0 lost");
	}

	@Test
	@Order(3)
	void namesTheTriggersWhereThereIsNoSuchOne(RunningTappet tappet) {
		assertThatIllegalArgumentException().isThrownBy(() -> tappet.handled("order"))
			.withMessageContaining("order-created");
	}

	@Test
	@Order(4)
	void saysWhatATriggerDidWhereItDidNotDoWhatWasExpected(RunningTappet tappet) {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> tappet.within(Duration.ZERO).awaitHandled("mail-queued", 5))
			.withMessageContaining("mail-queued should have handled 5 message(s)")
			.withMessageContaining("handled 0")
			.withMessageContaining("no address");
	}

	@Test
	@Order(5)
	void reportsAllThatIsWrongWithTheConfiguration() {
		assertThatIllegalStateException()
			.isThrownBy(() -> LaunchedTappet.start(Mistaken.class.getAnnotation(TappetTest.class),
					Mistaken.class.getClassLoader()))
			.withMessageContaining("tappet.triggers.a.redis-stream")
			.withMessageContaining("tappet.triggers.b.handler");
	}

	/** Not run: both of its triggers have mistakes. */
	@TappetTest(triggers = """
			a:
			  handler: log
			  redis-stream: {}
			b:
			  handler: nobody
			  redis-list: { key: jobs }
			""")
	static final class Mistaken {

	}

	@Nested
	class Inside {

		@Test
		void sharesTheServiceOfTheClassAroundIt(RunningTappet tappet) {
			assertThat(tappet.redisPort()).isEqualTo(port);
		}

	}

	@AfterAll
	static void stillRuns() {
		assertThat(answers()).isTrue();
	}

	private static boolean answers() {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			return socket.isConnected();
		}
		catch (ConnectException ex) {
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Registered before the service is started, so it is told after that has ended. */
	static final class IsOverAfterwards implements AfterAllCallback {

		@Override
		public void afterAll(ExtensionContext context) {
			if (context.getRequiredTestClass() == TappetTestIT.class) {
				assertThat(answers()).as("Redis").isFalse();
			}
		}

	}

}
