package dev.tappet.test;

import dev.tappet.dispatch.BoundHandler;
import dev.tappet.dispatch.HandlerResolution;
import dev.tappet.dispatch.HandlerResolver;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

/**
 * The handler of a test, found as a bean would be.
 *
 * @param handler the handler
 * @param type its type as a {@code @Bean} method would declare it
 * @param mapper reads JSON payloads, or {@code null} for the one that an application has
 * by default
 */
record TestedHandler(Object handler, ResolvableType type, @Nullable JsonMapper mapper) {

	TestedHandler reading(JsonMapper other) {
		return new TestedHandler(this.handler, this.type, other);
	}

	JsonMapper mapper(Kinds kinds) {
		return (this.mapper != null) ? this.mapper : kinds.mapper();
	}

	/**
	 * Puts it together with the binder of its payload.
	 * @param trigger its trigger
	 * @param kinds the kinds of sources that there are
	 * @return the handler, ready to be called
	 * @throws IllegalArgumentException if the trigger cannot have it
	 */
	BoundHandler bind(TriggerDefinition trigger, Kinds kinds) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		RootBeanDefinition bean = new RootBeanDefinition();
		bean.setTargetType(this.type);
		bean.setInstanceSupplier(() -> this.handler);
		beans.registerBeanDefinition(trigger.name(), bean);
		HandlerResolution resolution = new HandlerResolver(beans, mapper(kinds), kinds.sources()).resolve(trigger);
		return switch (resolution) {
			case HandlerResolution.Found(BoundHandler bound) -> bound;
			case HandlerResolution.UnfitPayload(String name, String problem, String remedy) ->
				throw new IllegalArgumentException(problem + ": " + remedy
						+ ". A lambda is tested with TriggerTester.of(<payload type>, <lambda>)");
			case HandlerResolution.NotFound missing ->
				throw new IllegalArgumentException("leave out the key 'handler': there is one handler here");
			case HandlerResolution.Ambiguous several -> throw new IllegalStateException(several.toString());
			case HandlerResolution.NotAHandler other -> throw new IllegalStateException(other.toString());
		};
	}

}
