package dev.tappet.dispatch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.tappet.definition.TriggerDefinition;
import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.TriggerHandler;
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
		List<String> names = names(trigger);
		List<String> present = names.stream().filter(this.beans::containsBean).toList();
		for (String name : present) {
			Object bean = this.beans.getBean(name);
			if (bean instanceof TriggerHandler || bean instanceof ReactiveTriggerHandler) {
				return this.binding.bind(name, bean, trigger.source());
			}
		}
		if (present.isEmpty()) {
			return new HandlerResolution.NotFound(names, handlers());
		}
		Object bean = this.beans.getBean(present.getFirst());
		return new HandlerResolution.NotAHandler(present.getFirst(), AopProxyUtils.ultimateTargetClass(bean));
	}

	private static List<String> names(TriggerDefinition trigger) {
		String handler = trigger.handler();
		if (handler != null) {
			return List.of(handler);
		}
		Set<String> names = new LinkedHashSet<>();
		names.add(trigger.name());
		names.add(camelCase(trigger.name()));
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
