package dev.tappet.source.redis;

import java.util.List;
import java.util.function.Supplier;

import dev.tappet.handler.RedisMessage;
import dev.tappet.source.Block;
import dev.tappet.source.Finding;
import dev.tappet.source.Order;
import dev.tappet.source.PayloadType;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.source.WishStore;
import dev.tappet.source.redis.connection.RedisConnectionType;
import dev.tappet.source.redis.lease.KeyNames;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.ListLedger;
import dev.tappet.source.redis.lease.Member;
import dev.tappet.source.redis.lease.PoppingLedger;
import dev.tappet.source.redis.lease.RedisListBlock;
import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.source.redis.poll.PollSettings;
import dev.tappet.source.redis.poll.Poller;
import dev.tappet.trigger.TriggerDefinition;

/**
 * Lists, whose elements are taken from one end.
 */
final class RedisListType implements SourceType {

	private final Supplier<Memberships> memberships;

	private final RedisCli cli;

	RedisListType(Supplier<Memberships> memberships, RedisCli cli) {
		this.memberships = memberships;
		this.cli = cli;
	}

	@Override
	public String name() {
		return RedisListDefinition.TYPE;
	}

	@Override
	public Traits traits() {
		return new Traits(true, Order.WHOLE, true, false);
	}

	@Override
	public List<PayloadType> payloadTypes() {
		return List.of(PayloadType.of(RedisMessage.class,
				(source, message, text) -> new RedisMessage(source, text.of(message))));
	}

	@Override
	public String connectionType() {
		return RedisConnectionType.NAME;
	}

	@Override
	public Block<?, RedisListDefinition> block() {
		return new Block<>(RedisListBlock.class, RedisListBlock::define);
	}

	@Override
	public String example(TriggerDefinition trigger) {
		return this.cli.call(trigger.connection()) + " " + ExampleCommand.of((RedisListDefinition) trigger.source());
	}

	@Override
	public List<Finding> check(TriggerDefinition trigger) {
		RedisListDefinition definition = (RedisListDefinition) trigger.source();
		Membership membership = this.memberships.get().at(trigger.connection());
		return definition.keys()
			.stream()
			.map((key) -> KeyNames.of(key, trigger.name(), membership.member().redis().clustered()))
			.map((names) -> new KeyInspection(membership, trigger, names))
			.flatMap((inspection) -> inspection.ofList(definition).stream())
			.distinct()
			.toList();
	}

	@Override
	public WishStore wishes(TriggerDefinition trigger) {
		return this.memberships.get().at(trigger.connection()).wishes();
	}

	@Override
	public Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		RedisListDefinition definition = (RedisListDefinition) trigger.source();
		Membership membership = this.memberships.get().at(trigger.connection());
		PollSettings settings = PollSettings.of(trigger, batched, definition.pollingInterval(), true);
		List<Ledger> ledgers = definition.keys()
			.stream()
			.map((key) -> ledger(membership.member(), trigger, definition, key))
			.toList();
		Runnable join = switch (definition.delivery()) {
			case AT_LEAST_ONCE -> membership::join;
			case AT_MOST_ONCE -> () -> membership.joinFor(trigger.name());
		};
		return new Poller(settings, membership.member(), join, listener, ledgers, membership.readBuffer());
	}

	private static Ledger ledger(Member member, TriggerDefinition trigger, RedisListDefinition definition, String key) {
		return switch (definition.delivery()) {
			case AT_LEAST_ONCE -> new ListLedger(member, trigger, definition, key);
			case AT_MOST_ONCE -> new PoppingLedger(member, trigger, definition, key);
		};
	}

}
