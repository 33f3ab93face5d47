package dev.tappet.dispatch;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.RedisMessage;
import dev.tappet.handler.StreamEntry;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.trigger.SourceDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;

import static dev.tappet.dispatch.Messages.element;
import static dev.tappet.dispatch.Messages.entry;
import static dev.tappet.dispatch.Messages.list;
import static dev.tappet.dispatch.Messages.pubSub;
import static dev.tappet.dispatch.Messages.published;
import static dev.tappet.dispatch.Messages.stream;
import static org.assertj.core.api.Assertions.assertThat;

class HandlerResolverTests {

	private static final String JSON = "{\"id\":7}";

	@ParameterizedTest
	@ValueSource(strings = { "component", "concrete", "generic", "genericFromMethod", "boundedFromMethod", "lambda",
			"methodReference", "rawMethodOfAClass", "wildcard", "jdkProxy", "classProxy", "proxyOfProxy", "scoped",
			"scopedLambda", "factoryBean", "reactive", "reactiveLambda", "inherited", "prototype" })
	void findsThePayloadTypeOf(String bean) throws Exception {
		try (var context = new AnnotationConfigApplicationContext(Handlers.class, InheritedHandlers.class)) {
			BoundHandler handler = found(context, bean, list());
			assertThat(handler.name()).isEqualTo(bean);
			assertThat(handler.batched()).isFalse();
			assertThat(handler.bind("orders", element(JSON))).isEqualTo(new Order(7));
			handler.call(new Order(7), Messages.context(Messages.trigger("t", bean, list()),
					new DeliveryContextTests.Replayed(List.of(element(JSON)))));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "batch", "batchLambda", "batchOfGeneric", "reactiveBatch" })
	void knowsHandlersOfBatches(String bean) throws Exception {
		try (var context = new AnnotationConfigApplicationContext(Handlers.class)) {
			BoundHandler handler = found(context, bean, list());
			assertThat(handler.batched()).isTrue();
			assertThat(handler.bind("orders", element(JSON))).isEqualTo(new Order(7));
		}
	}

	@Test
	void findsHandlersInAParentContext() throws Exception {
		try (var parent = new AnnotationConfigApplicationContext(Handlers.class);
				var context = new AnnotationConfigApplicationContext()) {
			context.setParent(parent);
			context.refresh();
			assertThat(found(context, "lambda", list()).bind("orders", element(JSON))).isEqualTo(new Order(7));
			assertThat(resolve(context, "none", "none", list())).isInstanceOfSatisfying(
					HandlerResolution.NotFound.class,
					(it) -> assertThat(it.handlers()).contains("lambda", "reactive", "scoped")
						.doesNotContain("scopedTarget.scoped"));
		}
	}

	/**
	 * Before they are made: what a method that makes one declares may be of elsewhere.
	 */
	@Test
	void knowsWhichClassesBringHandlers() {
		try (var context = new AnnotationConfigApplicationContext()) {
			context.register(Handlers.class, MadeWithoutAnObject.class);
			context.registerBean("itself", OrderHandler.class);
			context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
			context.refresh();
			assertThat(new HandlerResolver(context.getBeanFactory(), new JsonMapper(), Messages.KINDS).handlerOrigins())
				.containsEntry("lambda", Handlers.class)
				.containsEntry("concrete", Handlers.class)
				.containsEntry("madeWithoutAnObject", MadeWithoutAnObject.class)
				.containsEntry("itself", OrderHandler.class);
		}
	}

	@Test
	void findsASingletonWithoutDefinition() throws Exception {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.getBeanFactory().registerSingleton("object", new OrderHandler());
			context.refresh();
			assertThat(found(context, "object", list()).bind("orders", element(JSON))).isEqualTo(new Order(7));
		}
	}

	@ParameterizedTest
	@CsvSource({ "order-created,order-created", "order-created,orderCreated", "a-2b,a2b", "a--b,aB", "single,single" })
	void findsTheBeanThatIsNamedLikeTheTrigger(String trigger, String bean) {
		with((context) -> assertThat(resolve(context, trigger, null, list())).isInstanceOfSatisfying(
				HandlerResolution.Found.class, (it) -> assertThat(it.handler().name()).isEqualTo(bean)),
				Map.of(bean, new OrderHandler()));
	}

	@Test
	void takesNeitherOfTwoHandlersThatAreNamedLikeTheTrigger() {
		with((context) -> assertThat(resolve(context, "order-created", null, list()))
			.isEqualTo(new HandlerResolution.Ambiguous(List.of("order-created", "orderCreated"))),
				Map.of("order-created", new OrderHandler(), "orderCreated", new OrderHandler()));
	}

	@Test
	void prefersTheHandlerAmongTheTwoNames() {
		with((context) -> assertThat(resolve(context, "order-created", null, list())).isInstanceOfSatisfying(
				HandlerResolution.Found.class, (it) -> assertThat(it.handler().name()).isEqualTo("orderCreated")),
				Map.of("order-created", "no handler", "orderCreated", new OrderHandler()));
	}

	@Test
	void takesAnExplicitNameLiterally() {
		with((context) -> {
			assertThat(resolve(context, "order-created", "other", list()))
				.isEqualTo(new HandlerResolution.NotFound(List.of("other"), List.of("orderCreated")));
			assertThat(resolve(context, "x", "order-created", list()))
				.isEqualTo(new HandlerResolution.NotFound(List.of("order-created"), List.of("orderCreated")));
			assertThat(resolve(context, "x-y", null, list()))
				.isEqualTo(new HandlerResolution.NotFound(List.of("x-y", "xY"), List.of("orderCreated")));
		}, Map.of("orderCreated", new OrderHandler()));
	}

	@Test
	void saysThatABeanIsNoHandler() {
		with((context) -> assertThat(resolve(context, "x", "text", list()))
			.isEqualTo(new HandlerResolution.NotAHandler("text", String.class)), Map.of("text", "no handler"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "raw", "rawLambda", "unresolved", "unboundedWildcard" })
	void saysThatThePayloadTypeCannotBeSeen(String bean) {
		assertUnfit(Unfit.class, bean, list(), "its payload type cannot be seen");
	}

	@Test
	void saysThatAListHasNoElementType() {
		assertUnfit(Unfit.class, "rawList", list(), "its List has no element type");
	}

	@Test
	void saysThatJsonCanNeverBeReadIntoTheType() {
		assertUnfit(Unfit.class, "abstractPayload", list(), "JSON cannot be read into Abstract: ");
		assertUnfit(Unfit.class, "abstractPayload", stream(), "JSON cannot be read into Abstract: ");
	}

	@Test
	void bindsObjectAndRawMapAsJson() throws Exception {
		try (var context = new AnnotationConfigApplicationContext(Offered.class)) {
			assertThat(found(context, "object", list()).bind("orders", element(JSON))).isEqualTo(Map.of("id", 7));
			assertThat(found(context, "values", pubSub()).bind("orders", published(JSON))).isEqualTo(Map.of("id", 7));
		}
	}

	@ParameterizedTest
	@CsvSource({ "text, true, true, true", "bytes, true, true, true", "redisMessage, true, true, true",
			"streamEntry, true, false, false", "fields, true, false, false", "channelMessage, false, false, true",
			"order, true, true, true", "texts, true, true, false", "streamEntries, true, false, false",
			"channelMessages, false, false, false", "values, true, true, true", "object, true, true, true" })
	void offersWhatTheTableSays(String bean, boolean onStream, boolean onList, boolean onPubSub) {
		try (var context = new AnnotationConfigApplicationContext(Offered.class)) {
			assertOffered(context, bean, stream(), entry("id", "7"), onStream);
			assertOffered(context, bean, stream("data"), entry("data", JSON), onStream);
			assertOffered(context, bean, list(), element(JSON), onList);
			assertOffered(context, bean, pubSub(), published(JSON), onPubSub);
		}
	}

	@Test
	void namesTheTypeAndTheSourceThatDoNotGoTogether() {
		assertUnfit(Offered.class, "texts", pubSub(), "it takes List<String>, but redis-pubsub has no batches");
		assertUnfit(Offered.class, "fields", list(), "it takes Map<String, String>, which redis-list does not offer");
		assertUnfit(Offered.class, "streamEntries", list(),
				"it takes List<StreamEntry>, which redis-list does not offer");
	}

	private static void assertOffered(GenericApplicationContext context, String bean, SourceDefinition source,
			Message message, boolean offered) {
		HandlerResolution resolution = resolve(context, "t", bean, source);
		if (!offered) {
			assertThat(resolution).isInstanceOf(HandlerResolution.UnfitPayload.class);
			return;
		}
		assertThat(resolution).isInstanceOfSatisfying(HandlerResolution.Found.class, (it) -> {
			try {
				assertThat(it.handler().bind("orders", message)).isNotNull();
			}
			catch (UnbindablePayloadException ex) {
				throw new AssertionError(ex);
			}
		});
	}

	private static void assertUnfit(Class<?> configuration, String bean, SourceDefinition source, String problem) {
		try (var context = new AnnotationConfigApplicationContext(configuration)) {
			assertThat(resolve(context, "t", bean, source)).isInstanceOfSatisfying(HandlerResolution.UnfitPayload.class,
					(it) -> {
						assertThat(it.bean()).isEqualTo(bean);
						assertThat(it.problem()).startsWith(problem);
						assertThat(it.remedy()).isNotBlank();
					});
		}
	}

	private static void with(Consumer<GenericApplicationContext> test, Map<String, Object> singletons) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			singletons.forEach(context.getBeanFactory()::registerSingleton);
			context.refresh();
			test.accept(context);
		}
	}

	private static BoundHandler found(GenericApplicationContext context, String bean, SourceDefinition source) {
		HandlerResolution resolution = resolve(context, "t", bean, source);
		assertThat(resolution).isInstanceOf(HandlerResolution.Found.class);
		return ((HandlerResolution.Found) resolution).handler();
	}

	private static HandlerResolution resolve(GenericApplicationContext context, String trigger,
			@Nullable String handler, SourceDefinition source) {
		return new HandlerResolver(context.getBeanFactory(), new JsonMapper(), Messages.KINDS)
			.resolve(Messages.trigger(trigger, handler, source));
	}

	interface Event {

	}

	record Order(long id) implements Event {
	}

	interface Abstract {

	}

	static class OrderHandler implements TriggerHandler<Order> {

		@Override
		public void handle(Order order, TriggerContext context) {
			assertThat(order.id()).isEqualTo(7);
		}

	}

	abstract static class Base<A, E> implements TriggerHandler<E> {

		@Override
		public void handle(E payload, TriggerContext context) {
		}

	}

	static class Generic extends Base<String, Order> {

	}

	static class Any<E> extends Base<String, E> {

	}

	static class AnyEvent<E extends Event> extends Base<String, E> {

	}

	static class AnyBatch<E> extends Base<String, List<E>> {

	}

	static class ReactiveHandler implements ReactiveTriggerHandler<Order> {

		@Override
		public Publisher<Void> handle(Order order, TriggerContext context) {
			return Mono.empty();
		}

	}

	abstract static class BaseHandlers<E> {

		@Bean
		TriggerHandler<E> inherited() {
			return (payload, context) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InheritedHandlers extends BaseHandlers<Order> {

	}

	@Configuration
	static class MadeWithoutAnObject {

		@Bean
		static TriggerHandler<Order> madeWithoutAnObject() {
			return (order, context) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		final List<Order> seen = new ArrayList<>();

		void receive(Order order, TriggerContext context) {
			this.seen.add(order);
		}

		@Bean
		OrderHandler component() {
			return new OrderHandler();
		}

		@Bean
		TriggerHandler<?> concrete() {
			return new OrderHandler();
		}

		@Bean
		Generic generic() {
			return new Generic();
		}

		@Bean
		Any<Order> genericFromMethod() {
			return new Any<>();
		}

		@Bean
		AnyEvent<Order> boundedFromMethod() {
			return new AnyEvent<>();
		}

		@Bean
		TriggerHandler<Order> lambda() {
			return (order, context) -> assertThat(order.id()).isEqualTo(7);
		}

		@Bean
		TriggerHandler<Order> methodReference() {
			return this::receive;
		}

		@Bean
		@SuppressWarnings("rawtypes")
		TriggerHandler rawMethodOfAClass() {
			return new OrderHandler();
		}

		@Bean
		TriggerHandler<? extends Event> wildcard() {
			return new OrderHandler();
		}

		@Bean
		@SuppressWarnings("unchecked")
		TriggerHandler<?> jdkProxy() {
			return (TriggerHandler<Order>) new ProxyFactory(new OrderHandler()).getProxy();
		}

		@Bean
		Object classProxy() {
			ProxyFactory factory = new ProxyFactory(new OrderHandler());
			factory.setProxyTargetClass(true);
			return factory.getProxy();
		}

		@Bean
		Object proxyOfProxy() {
			return new ProxyFactory(new ProxyFactory(new OrderHandler()).getProxy()).getProxy();
		}

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		OrderHandler scoped() {
			return new OrderHandler();
		}

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
		TriggerHandler<Order> scopedLambda() {
			return (order, context) -> assertThat(order.id()).isEqualTo(7);
		}

		@Bean
		FactoryBean<TriggerHandler<Order>> factoryBean() {
			return new FactoryBean<>() {

				@Override
				public TriggerHandler<Order> getObject() {
					return (order, context) -> assertThat(order.id()).isEqualTo(7);
				}

				@Override
				public Class<?> getObjectType() {
					return TriggerHandler.class;
				}

			};
		}

		@Bean
		ReactiveHandler reactive() {
			return new ReactiveHandler();
		}

		@Bean
		ReactiveTriggerHandler<Order> reactiveLambda() {
			return (order, context) -> Mono.empty();
		}

		@Bean
		@Scope("prototype")
		OrderHandler prototype() {
			return new OrderHandler();
		}

		@Bean
		TriggerHandler<List<Order>> batch() {
			return new AnyBatch<>();
		}

		@Bean
		TriggerHandler<List<Order>> batchLambda() {
			return (orders, context) -> {
			};
		}

		@Bean
		AnyBatch<Order> batchOfGeneric() {
			return new AnyBatch<>();
		}

		@Bean
		ReactiveTriggerHandler<List<Order>> reactiveBatch() {
			return (orders, context) -> Mono.empty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unfit {

		@Bean
		@SuppressWarnings("rawtypes")
		TriggerHandler raw() {
			return new TriggerHandler() {

				@Override
				public void handle(Object payload, TriggerContext context) {
				}

			};
		}

		@Bean
		@SuppressWarnings("rawtypes")
		TriggerHandler rawLambda() {
			return (payload, context) -> {
			};
		}

		@Bean
		@SuppressWarnings("rawtypes")
		Any unresolved() {
			return new Any();
		}

		@Bean
		TriggerHandler<?> unboundedWildcard() {
			return (TriggerHandler<?>) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { TriggerHandler.class }, (proxy, method, arguments) -> null);
		}

		@Bean
		@SuppressWarnings("rawtypes")
		TriggerHandler<List> rawList() {
			return (payload, context) -> {
			};
		}

		@Bean
		TriggerHandler<Abstract> abstractPayload() {
			return (payload, context) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Offered {

		@Bean
		TriggerHandler<String> text() {
			return new Any<>();
		}

		@Bean
		TriggerHandler<byte[]> bytes() {
			return new Any<>();
		}

		@Bean
		TriggerHandler<RedisMessage> redisMessage() {
			return new Any<>();
		}

		@Bean
		TriggerHandler<StreamEntry> streamEntry() {
			return new Any<>();
		}

		@Bean
		TriggerHandler<Map<String, String>> fields() {
			return new Any<>();
		}

		@Bean
		TriggerHandler<ChannelMessage> channelMessage() {
			return new Any<>();
		}

		@Bean
		TriggerHandler<Order> order() {
			return new Any<>();
		}

		@Bean
		TriggerHandler<List<String>> texts() {
			return new Any<>();
		}

		@Bean
		TriggerHandler<List<StreamEntry>> streamEntries() {
			return new Any<>();
		}

		@Bean
		TriggerHandler<List<ChannelMessage>> channelMessages() {
			return new Any<>();
		}

		@Bean
		@SuppressWarnings("rawtypes")
		TriggerHandler<Map> values() {
			return new Any<>();
		}

		@Bean
		TriggerHandler<Object> object() {
			return new Any<>();
		}

	}

}
