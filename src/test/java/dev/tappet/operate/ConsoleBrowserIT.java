package dev.tappet.operate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.tappet.dispatch.Failure;
import dev.tappet.dispatch.TrialResult;
import dev.tappet.operate.Chromium.Key;
import dev.tappet.runtime.KeptWish;
import dev.tappet.runtime.TriggerCounts;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.Held;
import dev.tappet.source.Workers;
import dev.tappet.source.Workers.Life;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The console as a person uses it, in an installed Chromium; skipped where there is none.
 */
class ConsoleBrowserIT {

	private static final String HOSTILE = "<img src=x onerror=\"window.harmed = 1\"><script>window.harmed = 1</script>";

	private static final String ORDERS = "document.querySelector('[data-trigger=orders]')";

	private static final String STATE = "document.querySelector('[data-trigger=orders] .state').textContent";

	private static @Nullable Chromium installed;

	private static final HeldLetters letters = new HeldLetters();

	private static final TestTrigger orders = letters.trigger("orders");

	private static final List<String> tried = new CopyOnWriteArrayList<>();

	/** Serves all tests that are content with one that allows everything. */
	private static @Nullable TestEndpoints shared;

	private final List<TestEndpoints> own = new ArrayList<>();

	@BeforeAll
	static void start() throws Exception {
		Optional<Path> executable = Chromium.find();
		Assumptions.assumeTrue(executable.isPresent(), "No Chromium is installed, so the console is not tried in it.");
		installed = new Chromium(executable.get());
	}

	@AfterAll
	static void end() {
		Chromium browser = installed;
		if (browser != null) {
			browser.close();
		}
		endShared();
	}

	private static void endShared() {
		TestEndpoints service = shared;
		shared = null;
		if (service != null) {
			service.close();
		}
	}

	private static Chromium browser() {
		return Objects.requireNonNull(installed);
	}

	@BeforeEach
	void prepare() {
		letters.letters.clear();
		letters.replayed.clear();
		letters.edits.clear();
		tried.clear();
		orders.state = TriggerState.RUNNING;
		orders.reason = null;
		orders.overdue = 0;
		orders.exhausted = false;
		orders.withBacklog(7, 2);
		orders.age = () -> CompletableFuture.completedFuture(Duration.ofSeconds(90));
		orders.counts = new TriggerCounts(120, 3, 2, 0, 0, 0);
		orders.workers = () -> CompletableFuture.completedFuture(new Workers(
				List.of(new Workers.Worker("order-service-7d9c5b6f4-x2x9k", new Held.Messages(2), Life.ALIVE),
						new Workers.Worker("order-service-7d9c5b6f4-p9t4w", new Held.Partitions(1), Life.ALIVE),
						new Workers.Worker("order-service-7d9c5b6f4-q5m2c", Held.UNKNOWN, Life.GONE),
						new Workers.Worker(HOSTILE, new Held.Partitions(3), Life.FOREIGN)),
				0));
		orders.lastError = new Failure(Instant.EPOCH, HOSTILE, null);
		orders.wish = (wish) -> {
			orders.state = wish.paused() ? TriggerState.PAUSED : TriggerState.RUNNING;
			return CompletableFuture.completedFuture(new KeptWish(wish, true));
		};
		orders.trial = (payload) -> {
			tried.add(new String(payload, StandardCharsets.UTF_8));
			return new TrialResult(TrialResult.Kind.SUCCESS, Duration.ofMillis(3), null, null, null);
		};
		letters.add("3", "timeout", Instant.EPOCH, HOSTILE.getBytes(StandardCharsets.UTF_8))
			.add("2", HOSTILE, Instant.EPOCH, new byte[] { (byte) 0xff, 0, 1 })
			.add("1", "timeout", Instant.EPOCH, "{\"id\":7}".getBytes(StandardCharsets.UTF_8));
	}

	private static Chromium open() {
		TestEndpoints service = (shared != null) ? shared : serve("0", "unrestricted");
		shared = service;
		return open(service);
	}

	private static Chromium open(TestEndpoints service) {
		Chromium browser = browser();
		browser.complaints.clear();
		browser.resize(1280, 900, false);
		browser.open(service.url("local.server.port") + "/console");
		browser.awaitThat("document.querySelectorAll('#rows tr').length === 4");
		return browser;
	}

	private TestEndpoints serveAlone(String port, String access) {
		// The first of two in a process that ends takes the threads of the other's web
		// server along.
		endShared();
		TestEndpoints service = serve(port, access);
		this.own.add(service);
		return service;
	}

	private static TestEndpoints serve(String port, String access) {
		return new TestEndpoints(new String[] { "server.port=" + port, "tappet.console.enabled=true",
				"management.endpoint.health.show-details=always", "management.endpoint.triggers.access=" + access,
				"management.endpoint.deadletters.access=" + access, "management.endpoint.invoke.access=" + access },
				orders, TestTrigger.list("mails", "mails").failing("no Redis at localhost:6379"),
				TestTrigger.pubSub("alerts", Subscription.PATTERN, "alerts.*"),
				TestTrigger.list("old", "old").disabled());
	}

	@AfterEach
	void nothingWentWrong() {
		boolean harmed = browser().is("window.harmed");
		this.own.forEach(TestEndpoints::close);
		assertThat(harmed).isFalse();
		assertThat(browser().complaints).isEmpty();
	}

	@Test
	void showsTriggersAndPausesThemByTheKeyboard() throws Exception {
		Chromium browser = open();
		browser.awaitThat(ORDERS + ".textContent.includes('1.5 min')");
		assertThat(browser.text("[data-trigger=orders]")).contains("redis-stream", "running", "9", HOSTILE);
		assertThat(browser.text("[data-trigger=mails]")).contains("failing", "no Redis at localhost:6379");
		assertThat(browser.is("document.querySelector('[data-trigger=old] button:not(.link)').hidden")).isTrue();
		assertThat(browser.text("#summary")).isEqualTo("4: 2 running, 1 failing, 1 disabled");
		assertThat(browser.is("[...document.querySelectorAll('input, textarea')].every((each) => each.labels.length)"))
			.isTrue();
		browser.picture("light");
		browser.resize(1280, 900, true);
		browser.picture("dark");
		browser.press(Key.TAB);
		browser.awaitThat("document.activeElement.className === 'skip'");
		browser.press(Key.ENTER);
		browser.awaitThat("document.activeElement.id === 'triggers'");
		browser.evaluate(ORDERS + ".querySelector('button:not(.link)').focus()");
		browser.press(Key.ENTER);
		browser.awaitThat("document.getElementById('message').textContent.startsWith('orders is paused')");
		browser.awaitThat(STATE + " === 'paused'");
		browser.awaitThat("document.activeElement.textContent === 'Resume'");
		browser.press(Key.ENTER);
		browser.awaitThat(STATE + " === 'running'");
		await().atMost(Duration.ofSeconds(60)).until(() -> {
			orders.counts = new TriggerCounts(orders.counts.completed() + 1000, 3, 2, 0, 0, 0);
			return browser
				.is("Number(" + ORDERS + ".querySelectorAll('.value')[1].textContent.replace(',', '')) > 100");
		});
		browser.type("#filter", "pubsub");
		browser.awaitThat("document.querySelectorAll('#rows tr:not([hidden])').length === 1");
		System.out.println("console: 4 triggers shown, 1 paused and resumed by the keyboard");
	}

	/** Its handlers hang: what it does is its state, and that it is down health knows. */
	@Test
	void countsAmongTheTriggersThoseThatAreDown() {
		orders.overdue = 2;
		orders.exhausted = true;
		Chromium browser = open();
		browser.awaitThat("document.getElementById('summary').textContent"
				+ " === '4: 1 running, 1 failing, 1 running but down, 1 disabled'");
		assertThat(browser.is("document.title.startsWith('2 failing: ')")).isTrue();
		browser.click("[data-trigger=orders]", "orders");
		browser.awaitThat("document.querySelector('#detail dd').textContent === 'running but down'");
	}

	@Test
	void readsReplaysAndDeletesDeadLetters() throws Exception {
		Chromium browser = open();
		browser.click("[data-trigger=orders]", "orders");
		browser.awaitThat("document.querySelectorAll('[data-letter]').length === 3");
		browser.awaitThat("document.querySelector('[aria-label=Workers]')?.textContent.includes('x2x9k2 messagesyes')");
		assertThat(browser.text("[aria-label=Workers]")).contains("p9t4w1 partitionyes", "q5m2c–none any more",
				"3 partitionsnot one of Tappet’s");
		browser.click("[data-letter='3']", "");
		assertThat(browser.text("[data-letter='3'] .content")).isEqualTo(HOSTILE);
		assertThat(browser.text("[data-letter='2'] .content")).isEqualTo("/wAB");
		assertThat(browser.is("document.querySelector('#detail img, #detail script')")).isFalse();
		browser.picture("letters");
		browser.click("[data-letter='3']", "Delete");
		browser.awaitThat("document.getElementById('confirm').open");
		assertThat(browser.text("#confirm-question")).isEqualTo("Delete one dead letter of orders for good?");
		assertThat(browser.text(":focus")).isEqualTo("Cancel");
		browser.picture("question");
		browser.press(Key.ESCAPE);
		browser.awaitThat("!document.getElementById('confirm').open");
		assertThat(letters.letters).hasSize(3);
		assertThat(browser.text(":focus")).isEqualTo("Delete");
		browser.press(Key.ENTER);
		browser.click("#confirm", "Delete 1");
		browser.awaitThat("document.getElementById('detail-message').textContent === '1 of 1 deleted.'");
		browser.awaitThat("document.querySelectorAll('[data-letter]').length === 2");
		browser.type("#detail [role=search] input", "timeout");
		browser.press(Key.ENTER);
		browser.awaitThat("document.querySelectorAll('[data-letter]').length === 1");
		browser.click("#detail", "Replay all of these");
		browser.click("#confirm", "Replay 1");
		browser.awaitThat("document.getElementById('detail-message').textContent === '1 of 1 replayed.'");
		assertThat(letters.replayed).containsExactly("1");
		browser.awaitThat("[...document.querySelectorAll('#detail button')]"
				+ ".find((each) => each.textContent === 'Replay all of these').offsetParent === null");
		browser.press(Key.ESCAPE);
		browser.awaitThat("!document.getElementById('detail').open");
		assertThat(browser.text(":focus")).isEqualTo("orders");
		System.out.println("console: 3 dead letters shown, 1 deleted, 1 replayed, 1 left");
	}

	@Test
	void doesNothingToWhatComesAfterItWasCounted() {
		Chromium browser = open();
		browser.click("[data-trigger=orders]", "orders");
		browser.click("#detail", "Delete all of these");
		browser.awaitThat("document.getElementById('confirm').open");
		letters.letters
			.addFirst(new HeldLetters().add("4", "timeout", Instant.EPOCH, new byte[] { 1 }).letters.getFirst());
		browser.click("#confirm", "Delete 3");
		browser.awaitThat("document.getElementById('detail-message').textContent === '3 of 3 deleted.'");
		assertThat(letters.letters).singleElement().satisfies((left) -> assertThat(left.id()).isEqualTo("4"));
		System.out.println("console: 3 dead letters counted, 1 came, 3 deleted, 1 left");
	}

	@Test
	void callsTheHandlerWithAnEditedCopy() throws Exception {
		Chromium browser = open();
		browser.click("[data-trigger=orders]", "orders");
		browser.click("[data-letter='1']", "");
		browser.click("[data-letter='1']", "Test a copy");
		browser.awaitThat("document.activeElement.value === '{\"id\":7}'");
		browser.evaluate("document.activeElement.select()");
		browser.type("textarea:focus", "{\"id\":8}");
		browser.click("#detail", "Call the handler");
		browser.awaitThat("document.querySelector('.outcome').textContent.startsWith('success after 3 ms')");
		assertThat(tried).containsExactly("{\"id\":8}");
		assertThat(letters.letters).hasSize(3);
		browser.awaitThat("document.getElementById('detail').textContent.includes('all is as it is by default')");
		browser.picture("call");
		System.out.println("console: 1 test call of an edited copy, 3 dead letters left as they were");
	}

	@Test
	void replaysAnEditedCopyInThePlaceOfADeadLetter() throws Exception {
		Chromium browser = open();
		browser.click("[data-trigger=orders]", "orders");
		browser.click("[data-letter='1']", "");
		browser.click("[data-letter='1']", "Edit and replay");
		browser.awaitThat("document.activeElement.value === '{\"id\":7}'");
		browser.click("[data-letter='1']", "Replay the edited copy");
		browser.awaitThat("document.getElementById('detail-message').textContent.startsWith('Nothing was changed')");
		browser.evaluate("document.querySelector(\"[data-letter='1'] textarea\").select()");
		browser.type("[data-letter='1'] textarea", "{\"id\":8}");
		browser.picture("edit");
		browser.click("[data-letter='1']", "Replay the edited copy");
		browser.awaitThat("document.getElementById('confirm').open");
		assertThat(browser.text("#confirm-question")).startsWith("Replay the edited copy for orders");
		assertThat(letters.edits).isEmpty();
		browser.click("#confirm", "Replay 1");
		browser.awaitThat("document.getElementById('detail-message').textContent === '1 of 1 replayed.'");
		browser.awaitThat("document.querySelectorAll('[data-letter]').length === 2");
		assertThat(letters.edits).singleElement()
			.satisfies((edit) -> assertThat(edit.body()).asString().isEqualTo("{\"id\":8}"));
		assertThat(letters.replayed).isEmpty();
		System.out.println("console: 3 dead letters shown, 1 replayed as an edited copy, 2 left");
	}

	@Test
	void offersNothingThatIsNotAllowedAndFitsAPhone() throws Exception {
		Chromium browser = open(serveAlone("0", "read-only"));
		browser.resize(390, 800, true);
		browser.awaitThat("document.documentElement.scrollWidth <= 390");
		browser.picture("phone");
		assertThat(browser.text("[data-trigger=orders]")).contains("read-only");
		assertThat(browser.is("document.querySelector('#rows button:not(.link)')")).isFalse();
		browser.click("[data-trigger=orders]", "orders");
		browser.awaitThat("document.querySelectorAll('[data-letter]').length === 3");
		assertThat(browser.text("#detail")).contains("neither replay nor deletion");
		assertThat(browser.is("document.querySelector('#detail textarea, [data-letter] button')")).isFalse();
		assertThat(browser.is("document.getElementById('detail').scrollWidth <= 390")).isTrue();
		browser.picture("phone-letters");
		System.out.println("console: 4 triggers shown to a viewer, nothing offered");
	}

	@Test
	void tellsThatTheServiceIsGoneAndGoesOnWithTheNext() {
		TestEndpoints first = serveAlone("0", "unrestricted");
		Chromium browser = open(first);
		String url = first.url("local.server.port");
		first.close();
		browser.awaitThat("document.getElementById('connection').textContent.startsWith('No answer since')");
		assertThat(browser.is("document.getElementById('rows').className === 'old'")).isTrue();
		orders.state = TriggerState.FAILING;
		orders.reason = "no Redis at localhost:6379";
		serveAlone(url.substring(url.lastIndexOf(':') + 1), "read-only");
		browser.awaitThat("document.getElementById('connection').textContent === 'Live'");
		browser.awaitThat(ORDERS + "?.textContent.includes('no Redis at localhost:6379')");
		browser.awaitThat(ORDERS + "?.textContent.includes('read-only')");
		System.out.println("console: 1 stop and 1 start seen, the rights of the second service taken over");
	}

	@Test
	void reckonsWithWhatIsUnknown() {
		Chromium browser = open();
		assertThat(browser.evaluate("import('/console/series.js').then(({ points, rate }) => [points([0, null, 4]), "
				+ "rate(null, { at: '2030-01-01T00:00:00Z', completed: 5 }), "
				+ "rate({ at: '2030-01-01T00:00:00Z', completed: 5 }, { at: '2030-01-01T00:00:02Z', completed: 9 }), "
				+ "rate({ at: '2030-01-01T00:00:00Z', completed: 5 }, { at: '2030-01-01T00:00:02Z', completed: 1 })]"
				+ ".join(' | '))")
			.stringValue()).isEqualTo("87,21.0 89,1.0 |  | 2 | 0");
		assertThat(browser
			.evaluate("import('/console/copies.js').then(({ copies }) => [{ payload: { text: 'a' } }, "
					+ "{ payload: { text: 'a', cut: true } }, { payload: { base64: 'AA==' } }, {}, "
					+ "{ fields: [{ name: 'n', value: { text: '1' } }, { name: 'm', value: { base64: 'AA==' } }] }, "
					+ "{ fields: [{ name: '__proto__', value: { text: '1' } }] }, "
					+ "{ fields: [{ name: 'n', value: { text: '1' } }], moreFields: 1 }]"
					+ ".map((letter) => copies(letter).map((copy) => copy.text ?? copy.base64).join('+')).join(' | '))")
			.stringValue()).isEqualTo("a |  | AA== |  | 1+AA== | {\n  \"__proto__\": \"1\"\n}+1 | ");
		assertThat(browser
			.evaluate("import('/console/edit.js').then(({ editable, edited }) => [[{ payload: { text: 'a' } }, 'b'], "
					+ "[{ payload: { text: 'a' } }, 'a'], [{ payload: { text: 'a', cut: true } }], "
					+ "[{ payload: { base64: 'AA==' } }, 'AQ== '], [{ payload: { text: 'a\\r\\nb' } }, 'a\\nb'], "
					+ "[{ payload: { text: 'a\\r\\nb' } }, 'a\\nc'], [{ payload: { text: 'a\\r\\nb\\n' } }], "
					+ "[{ fields: [{ name: 'n', value: { text: '1' } }, { name: 'm', value: { base64: 'AA==' } }, "
					+ "{ name: 'd', value: { text: '1' } }, { name: 'd', value: { text: '2' } }], moreFields: 1 }, "
					+ "'1', 'AQ=='], [{ fields: [{ name: '__proto__', value: { text: '1' } }] }, '2']]"
					+ ".map(([letter, ...typed]) => [editable(letter)].map((parts) => parts.length + "
					+ "JSON.stringify(edited(parts, typed)))).join(' | '))")
			.stringValue())
			.isEqualTo("1{\"payload\":\"b\"} | 1null | 0null | 1{\"base64\":\"AQ==\"} | 1null | "
					+ "1{\"payload\":\"a\\r\\nc\"} | 0null | 2{\"fields\":{\"m\":{\"base64\":\"AQ==\"}}} | "
					+ "1{\"fields\":{\"__proto__\":\"2\"}}");
		assertThat(browser
			.evaluate("import('/console/settings.js').then(({ effective }) => effective('a-b', "
					+ "[{ name: 'env', properties: { TAPPET_TRIGGERS_AB_TIMEOUT: { value: '2s' }, "
					+ "'tappet.triggers.a.timeout': { value: '9s' } } }, { name: 'file', properties: { "
					+ "'tappet.triggers.a-b.timeout': { value: '1s', origin: 'x' }, 'tappet.defaults.timeout': "
					+ "{ value: '3s' }, 'tappet.defaults.concurrency': { value: 4, origin: 'y' } } }])"
					+ ".map((row) => [row.key, row.value, row.place].join(' ')).join(' | '))")
			.stringValue()).isEqualTo("TAPPET_TRIGGERS_AB_TIMEOUT 2s env | tappet.defaults.concurrency 4 y");
		System.out.println("console: 0 messages, the pieces that reckon tried in the page");
	}

}
