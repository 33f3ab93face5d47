package dev.tappet.source.redis;

import java.util.List;
import java.util.function.Supplier;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.RedisMessage;
import dev.tappet.source.Block;
import dev.tappet.source.Finding;
import dev.tappet.source.Message;
import dev.tappet.source.Order;
import dev.tappet.source.PayloadType;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.source.TrialMessage;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.WishStore;
import dev.tappet.source.redis.connection.RedisConnectionType;
import dev.tappet.source.redis.lease.Lead;
import dev.tappet.source.redis.lease.Member;
import dev.tappet.source.redis.pubsub.ChannelSubscriber;
import dev.tappet.source.redis.pubsub.Leadership;
import dev.tappet.source.redis.pubsub.Published;
import dev.tappet.source.redis.pubsub.RedisPubSubBlock;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition;
import dev.tappet.source.redis.pubsub.SubscriberSettings;
import dev.tappet.source.redis.pubsub.Subscription;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.TriggerDefinition;

/**
 * Channels, patterns of channels, and what happens to keys.
 */
final class RedisPubSubType implements SourceType {

	private final Supplier<Memberships> memberships;

	private final RedisCli cli;

	RedisPubSubType(Supplier<Memberships> memberships, RedisCli cli) {
		this.memberships = memberships;
		this.cli = cli;
	}

	@Override
	public String name() {
		return RedisPubSubDefinition.TYPE;
	}

	@Override
	public Traits traits() {
		return new Traits(false, Order.WHOLE, false, false);
	}

	@Override
	public List<PayloadType> payloadTypes() {
		return List.of(
				PayloadType.of(RedisMessage.class,
						(source, message, text) -> new RedisMessage(source, text.of(message))),
				PayloadType.of(ChannelMessage.class, (source, message,
						text) -> new ChannelMessage(published(message).subscription(), source, text.of(message))));
	}

	private static Published published(Message message) throws UnbindablePayloadException {
		if (message instanceof Published published) {
			return published;
		}
		throw new UnbindablePayloadException("only a published message has a channel");
	}

	@Override
	public String connectionType() {
		return RedisConnectionType.NAME;
	}

	@Override
	public Block<?, RedisPubSubDefinition> block() {
		return new Block<>(RedisPubSubBlock.class, RedisPubSubBlock::define);
	}

	@Override
	public String example(TriggerDefinition trigger) {
		return this.cli.call(trigger.connection()) + " " + ExampleCommand.of((RedisPubSubDefinition) trigger.source());
	}

	@Override
	public List<Finding> check(TriggerDefinition trigger) {
		RedisPubSubDefinition definition = (RedisPubSubDefinition) trigger.source();
		Membership membership = this.memberships.get().at(trigger.connection());
		Subscription subscription = Subscription.of(definition, membership.member().redis().connector().database());
		return new ChannelInspection(membership, trigger, definition, subscription).run();
	}

	@Override
	public Message trial(TriggerDefinition trigger, TrialMessage typed) {
		String channel = trigger.source().reads().getFirst();
		return new Published(typed.id(), 1, channel, channel, typed.withoutHeaders(name()).body());
	}

	@Override
	public WishStore wishes(TriggerDefinition trigger) {
		return this.memberships.get().at(trigger.connection()).wishes();
	}

	@Override
	public Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		RedisPubSubDefinition definition = (RedisPubSubDefinition) trigger.source();
		Membership membership = this.memberships.get().at(trigger.connection());
		Member member = membership.member();
		Subscription subscription = Subscription.of(definition, member.redis().connector().database());
		SubscriberSettings settings = new SubscriberSettings(trigger.name(), subscription, definition.buffer(),
				trigger.ordering() == Ordering.STRICT, definition.configureNotifications());
		Leadership leadership = switch (definition.replicas()) {
			case ALL -> null;
			case ONE ->
				new Leadership(new Lead(member.serverOf(Lead.key(trigger.name())), member.worker(), trigger.name()),
						membership.readBuffer());
		};
		return new ChannelSubscriber(settings, member, () -> membership.joinFor(trigger.name()), membership.pubSub(),
				listener, leadership);
	}

}
