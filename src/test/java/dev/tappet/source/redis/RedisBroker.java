package dev.tappet.source.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.faults.FaultyProxy;
import dev.tappet.source.Broker;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis, which each service reaches by a line of its own.
 */
abstract class RedisBroker implements Broker {

	private final TestRedis redis;

	private final List<FaultyProxy> lines = new ArrayList<>();

	private boolean broken;

	RedisBroker(RedisKind kind) {
		this.redis = kind.empty();
	}

	final TestRedis redis() {
		return this.redis;
	}

	/** The stream of dead letters. */
	abstract String deadLetterKey(String trigger, String queue);

	@Override
	public void connect(TappetService.Builder service) {
		FaultyProxy line = FaultyProxy.to(this.redis.port());
		if (this.broken) {
			line.refuse();
		}
		this.lines.add(line);
		service.setting("spring.data.redis.host", "127.0.0.1").setting("spring.data.redis.port", line.port());
	}

	@Override
	public List<Letter> deadLetters(String trigger, String queue) {
		return this.redis.bytes()
			.xrange(deadLetterKey(trigger, queue), Range.unbounded())
			.stream()
			.map(StreamMessage::getBody)
			.map(RedisBroker::letter)
			.toList();
	}

	private static Letter letter(Map<String, byte[]> fields) {
		return new Letter(text(fields, "tappet-trigger"), text(fields, "tappet-source"), text(fields, "tappet-id"),
				Integer.parseInt(text(fields, "tappet-attempts")), text(fields, "tappet-reason"),
				Instant.parse(text(fields, "tappet-failed-at")), fields.getOrDefault("payload", new byte[0]));
	}

	private static String text(Map<String, byte[]> fields, String name) {
		return new String(fields.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
	}

	@Override
	public void assertSettled() {
		assertThat(this.redis.keys("tappet:*"))
			.allMatch((key) -> key.matches("tappet:\\{instances}|.*:(lease:.*|workers|looked|position)"));
	}

	@Override
	public void assertNothingLeft(String instance) {
		assertThat(this.redis.keys("tappet:*")).isEmpty();
		assertThat(this.redis.connectionsOf(instance)).isEmpty();
	}

	@Override
	public void clear() {
		this.redis.clear();
	}

	@Override
	public void breakIt() {
		this.broken = true;
		cutOff();
	}

	@Override
	public void cutOff() {
		this.lines.forEach(FaultyProxy::refuse);
	}

	@Override
	public void mend() {
		this.broken = false;
		this.lines.forEach(FaultyProxy::heal);
	}

	@Override
	public void close() {
		this.lines.forEach(FaultyProxy::close);
	}

	/** The settings of one key or of several. */
	static Map<String, Object> keys(String name, String... keys) {
		Map<String, Object> settings = new LinkedHashMap<>();
		for (int i = 0; i < keys.length; i++) {
			settings.put((keys.length > 1) ? name + "[" + i + "]" : name, keys[i]);
		}
		return settings;
	}

}
