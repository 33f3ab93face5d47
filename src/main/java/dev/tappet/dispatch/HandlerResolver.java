package dev.tappet.dispatch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.tappet.definition.TriggerDefinition;
import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.TriggerHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the bean that handles a trigger and what it takes. A bean is fetched once, here:
 * one of scope prototype serves its trigger as a single instance.
 */
public final class HandlerResolver {

	/** Stands for a bean that is a handler, whatever it takes. */
	private static final HandlerResolution FOUND = new HandlerResolution.UnfitPayload("", "", "");

	private static final Pattern HYPHEN = Pattern.compile("-+([a-z0-9])");

	private final ConfigurableListableBeanFactory beans;

	private final HandlerBinding binding;

	/**
	 * Creates a resolver.
	 * @param beans where the handlers are
	 * @param mapper reads JSON payloads; its modules, features and limits hold
	 */
	public HandlerResolver(ConfigurableListableBeanFactory beans, JsonMapper mapper) {
		this.beans = beans;
		this.binding = new HandlerBinding(beans, new PayloadBinders(new JsonReaders(mapper)));
	}

	/**
	 * Finds the handler of a trigger: the bean that it names, else the one that is named
	 * like it, in kebab or camel case.
	 * @param trigger the trigger
	 * @return the handler, or what is wrong
	 */
	public HandlerResolution resolve(TriggerDefinition trigger) {
		return resolve(trigger.name(), trigger.handler(),
				(name, bean) -> this.binding.bind(name, bean, trigger.source()));
	}

	/**
	 * Looks whether a trigger whose source is not known has a handler.
	 * @param trigger the trigger's name
	 * @param handler the bean that it names, or {@code null}
	 * @return what is wrong, or nothing
	 */
	public Optional<HandlerResolution> problemWith(String trigger, @Nullable String handler) {
		HandlerResolution resolution = resolve(trigger, handler, (name, bean) -> FOUND);
		return (resolution != FOUND) ? Optional.of(resolution) : Optional.empty();
	}

	private HandlerResolution resolve(String trigger, @Nullable String handler,
			BiFunction<String, Object, HandlerResolution> found) {
		List<String> names = names(trigger, handler);
		List<String> present = names.stream().filter(this.beans::containsBean).toList();
		for (String name : present) {
			Object bean = this.beans.getBean(name);
			if (bean instanceof TriggerHandler || bean instanceof ReactiveTriggerHandler) {
				return found.apply(name, bean);
			}
		}
		if (present.isEmpty()) {
			return new HandlerResolution.NotFound(names, handlers());
		}
		Object bean = this.beans.getBean(present.getFirst());
		return new HandlerResolution.NotAHandler(present.getFirst(), AopProxyUtils.ultimateTargetClass(bean));
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

	private List<String> handlers() {
		Set<String> names = new TreeSet<>();
		for (Class<?> type : List.of(TriggerHandler.class, ReactiveTriggerHandler.class)) {
			names.addAll(List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type)));
		}
		names.removeIf(ScopedProxyUtils::isScopedTarget);
		return List.copyOf(names);
	}

}
