package dev.tappet.source.redis;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.tappet.handler.RedisMessage;
import dev.tappet.handler.StreamEntry;
import dev.tappet.source.Block;
import dev.tappet.source.Finding;
import dev.tappet.source.Message;
import dev.tappet.source.Order;
import dev.tappet.source.PayloadType;
import dev.tappet.source.Problems;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.source.TrialMessage;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.WishStore;
import dev.tappet.source.redis.connection.RedisConnectionType;
import dev.tappet.source.redis.lease.KeyNames;
import dev.tappet.source.redis.lease.RedisStreamBlock;
import dev.tappet.source.redis.lease.RedisStreamDefinition;
import dev.tappet.source.redis.lease.StreamLedger;
import dev.tappet.source.redis.poll.PollSettings;
import dev.tappet.source.redis.poll.Poller;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Streams, read by a consumer group.
 */
final class RedisStreamType implements SourceType {

	private final Supplier<Memberships> memberships;

	private final RedisCli cli;

	RedisStreamType(Supplier<Memberships> memberships, RedisCli cli) {
		this.memberships = memberships;
		this.cli = cli;
	}

	@Override
	public String name() {
		return RedisStreamDefinition.TYPE;
	}

	@Override
	public Traits traits() {
		return new Traits(true, Order.WHOLE, true, true);
	}

	@Override
	public List<PayloadType> payloadTypes() {
		return List.of(
				PayloadType.of(RedisMessage.class,
						(source, message, text) -> new RedisMessage(source, text.of(message))),
				PayloadType.of(StreamEntry.class,
						(source, message, text) -> new StreamEntry(message.id(), fields(message))),
				PayloadType.of(new ParameterizedTypeReference<Map<String, String>>() {
				}, (source, message, text) -> fields(message)));
	}

	private static Map<String, String> fields(Message message) throws UnbindablePayloadException {
		if (message instanceof Message.Fields entry) {
			return entry.toMap();
		}
		throw new UnbindablePayloadException("only an entry of a stream has fields");
	}

	@Override
	public String connectionType() {
		return RedisConnectionType.NAME;
	}

	@Override
	public Block<?, RedisStreamDefinition> block() {
		return new Block<>(RedisStreamBlock.class, RedisStreamBlock::define);
	}

	@Override
	public void checkBeside(SourceDefinition trigger, TriggerDefinition earlier, Problems problems) {
		RedisStreamDefinition own = (RedisStreamDefinition) trigger;
		RedisStreamDefinition other = (RedisStreamDefinition) earlier.source();
		own.keys()
			.stream()
			.filter((key) -> own.group().equals(other.group()) && other.keys().contains(key))
			.forEach((key) -> problems.add(
					"group", "The trigger '%s' reads the stream '%s' in the group '%s' already."
						.formatted(earlier.name(), key, own.group()),
					"Give this trigger a group of its own, or leave 'group' out."));
	}

	@Override
	public String example(TriggerDefinition trigger) {
		return this.cli.call(trigger.connection()) + " " + ExampleCommand.of((RedisStreamDefinition) trigger.source());
	}

	@Override
	public List<Finding> check(TriggerDefinition trigger) {
		RedisStreamDefinition definition = (RedisStreamDefinition) trigger.source();
		Membership membership = this.memberships.get().at(trigger.connection());
		return definition.keys()
			.stream()
			.map((key) -> KeyNames.of(key, definition.group(), membership.member().redis().clustered()))
			.map((names) -> new KeyInspection(membership, trigger, names))
			.flatMap((inspection) -> inspection.ofStream(definition).stream())
			.distinct()
			.toList();
	}

	@Override
	public Message trial(TriggerDefinition trigger, TrialMessage typed) {
		return TypedEntry.of(trigger.source().payloadField(), typed);
	}

	@Override
	public WishStore wishes(TriggerDefinition trigger) {
		return this.memberships.get().at(trigger.connection()).wishes();
	}

	@Override
	public Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		RedisStreamDefinition definition = (RedisStreamDefinition) trigger.source();
		Membership membership = this.memberships.get().at(trigger.connection());
		PollSettings settings = PollSettings.of(trigger, batched, definition.pollingInterval(),
				definition.deleteAfterProcess());
		List<StreamLedger> ledgers = definition.keys()
			.stream()
			.map((key) -> new StreamLedger(membership.member(), trigger, definition, key))
			.toList();
		return new Poller(settings, membership.member(), membership::join, listener, ledgers, membership.readBuffer());
	}

}
