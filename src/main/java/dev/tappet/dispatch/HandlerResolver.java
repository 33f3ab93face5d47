package dev.tappet.dispatch;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.tappet.dispatch.payload.PayloadBinders;
import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.source.SourceTypes;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Finds the bean that handles a trigger and what it takes. A bean is fetched once, here:
 * one of scope prototype serves its trigger as a single instance.
 */
public final class HandlerResolver {

	private static final Pattern HYPHEN = Pattern.compile("-+([a-z0-9])");

	private final ConfigurableListableBeanFactory beans;

	private final HandlerBinding binding;

	/**
	 * Looks for handlers among some beans.
	 * @param beans where the handlers are
	 * @param mapper reads JSON payloads; its modules, features and limits hold
	 * @param kinds all kinds of sources
	 */
	public HandlerResolver(ConfigurableListableBeanFactory beans, JsonMapper mapper, SourceTypes kinds) {
		this.beans = beans;
		this.binding = new HandlerBinding(beans, new PayloadBinders(mapper, kinds), kinds);
	}

	/**
	 * Finds the handler of a trigger: the bean that it names, else the one that is named
	 * like it, in kebab or camel case.
	 * @param trigger the trigger
	 * @return the handler, or what is wrong
	 */
	public HandlerResolution resolve(TriggerDefinition trigger) {
		return switch (search(trigger.name(), trigger.handler())) {
			case Search.Bean(String name, Object bean) -> this.binding.bind(name, bean, trigger);
			case Search.Failed(HandlerResolution problem) -> problem;
		};
	}

	/**
	 * Looks whether a trigger whose source is not known has a handler.
	 * @param trigger the trigger's name
	 * @param handler the bean that it names, or {@code null}
	 * @return what is wrong, or nothing
	 */
	public Optional<HandlerResolution> problemWith(String trigger, @Nullable String handler) {
		return (search(trigger, handler) instanceof Search.Failed(HandlerResolution problem)) ? Optional.of(problem)
				: Optional.empty();
	}

	/**
	 * What the search for a bean came to.
	 */
	private sealed interface Search {

		/**
		 * A bean that is a handler, whatever it takes.
		 *
		 * @param name the name that it was found by
		 * @param bean the bean
		 */
		record Bean(String name, Object bean) implements Search {
		}

		/**
		 * There is no such bean, or it is no handler.
		 *
		 * @param problem what is wrong
		 */
		record Failed(HandlerResolution problem) implements Search {
		}

	}

	private Search search(String trigger, @Nullable String handler) {
		List<String> names = names(trigger, handler);
		List<String> present = names.stream().filter(this.beans::containsBean).toList();
		Map<String, Object> found = new LinkedHashMap<>();
		for (String name : present) {
			Object bean = this.beans.getBean(name);
			if ((bean instanceof TriggerHandler || bean instanceof ReactiveTriggerHandler)
					&& found.values().stream().noneMatch((other) -> other == bean)) {
				found.put(name, bean);
			}
		}
		if (found.size() > 1) {
			return new Search.Failed(new HandlerResolution.Ambiguous(List.copyOf(found.keySet())));
		}
		for (Map.Entry<String, Object> one : found.entrySet()) {
			return new Search.Bean(one.getKey(), one.getValue());
		}
		if (present.isEmpty()) {
			return new Search.Failed(new HandlerResolution.NotFound(names, handlers()));
		}
		Object bean = this.beans.getBean(present.getFirst());
		return new Search.Failed(
				new HandlerResolution.NotAHandler(present.getFirst(), AopProxyUtils.ultimateTargetClass(bean)));
	}

	private static List<String> names(String trigger, @Nullable String handler) {
		if (handler != null) {
			return List.of(handler);
		}
		Set<String> names = new LinkedHashSet<>();
		names.add(trigger);
		names.add(camelCase(trigger));
		return List.copyOf(names);
	}

	private static String camelCase(String kebab) {
		return HYPHEN.matcher(kebab).replaceAll(HandlerResolver::upperCase);
	}

	private static String upperCase(MatchResult match) {
		return String.valueOf(Character.toUpperCase(match.group(1).charAt(0)));
	}

	/**
	 * The classes that bring the handler beans: their own, or the one whose method makes
	 * them.
	 * @return the classes by the names of the beans, without those whose class is not
	 * known
	 */
	public Map<String, Class<?>> handlerOrigins() {
		Map<String, Class<?>> origins = new TreeMap<>();
		for (String name : handlers()) {
			Class<?> origin = origin(name);
			if (origin != null) {
				origins.put(name, origin);
			}
		}
		return origins;
	}

	private @Nullable Class<?> origin(String name) {
		if (this.beans.containsBeanDefinition(name)) {
			BeanDefinition definition = this.beans.getMergedBeanDefinition(name);
			String maker = definition.getFactoryBeanName();
			if (maker != null) {
				Class<?> type = this.beans.getType(maker, false);
				return (type != null) ? ClassUtils.getUserClass(type) : null;
			}
			String holder = definition.getBeanClassName();
			if (definition.getFactoryMethodName() != null && holder != null) {
				return ClassUtils.resolveClassName(holder, this.beans.getBeanClassLoader());
			}
		}
		return this.beans.getType(name, false);
	}

	private List<String> handlers() {
		Set<String> names = new TreeSet<>();
		for (Class<?> type : List.of(TriggerHandler.class, ReactiveTriggerHandler.class)) {
			names.addAll(List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type)));
		}
		names.removeIf(ScopedProxyUtils::isScopedTarget);
		return List.copyOf(names);
	}

}
