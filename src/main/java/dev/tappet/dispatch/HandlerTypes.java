package dev.tappet.dispatch;

import java.lang.reflect.Method;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Finds the type argument of a handler bean: in the bean's definition, which knows what a
 * {@code @Bean} method returns and so is all there is for a lambda, or in its class.
 */
final class HandlerTypes {

	private final ConfigurableListableBeanFactory beans;

	HandlerTypes(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Finds it.
	 * @param name the bean's name
	 * @param bean the bean, perhaps a proxy
	 * @param contract the handler interface
	 * @return the most exact type that is known, or {@code null} where there is none
	 */
	@Nullable ResolvableType find(String name, Object bean, Class<?> contract) {
		ResolvableType declared = declared(name);
		List<ResolvableType> contracts = Stream
			.of(declared, declared.as(FactoryBean.class).getGeneric(0),
					ResolvableType.forClass(AopProxyUtils.ultimateTargetClass(bean)))
			.map((type) -> type.as(contract))
			.filter((type) -> type.getGeneric(0).resolve() != null)
			.toList();
		return contracts.stream()
			.filter(HandlerTypes::isExact)
			.findFirst()
			.or(() -> contracts.stream().findFirst())
			.map((type) -> type.getGeneric(0))
			.orElse(null);
	}

	private ResolvableType declared(String name) {
		BeanDefinition definition = definition(name);
		if (!(definition instanceof RootBeanDefinition root)) {
			return ResolvableType.NONE;
		}
		if (root.getDecoratedDefinition() != null) {
			// A scoped proxy hides the definition of its target.
			return declared(root.getDecoratedDefinition().getBeanName());
		}
		ResolvableType returned = returnedByMethod(root);
		return (returned != null) ? returned : root.getResolvableType();
	}

	/**
	 * The definition alone does not know the type variables of the configuration class's
	 * generic superclass, where that has the method.
	 */
	private @Nullable ResolvableType returnedByMethod(RootBeanDefinition definition) {
		Method method = definition.getResolvedFactoryMethod();
		String configuration = definition.getFactoryBeanName();
		Class<?> type = (configuration != null) ? this.beans.getType(configuration) : null;
		return (method != null && type != null)
				? ResolvableType.forMethodReturnType(method, ClassUtils.getUserClass(type)) : null;
	}

	private @Nullable BeanDefinition definition(String name) {
		try {
			return this.beans.getMergedBeanDefinition(name);
		}
		catch (NoSuchBeanDefinitionException ex) {
			// A singleton that was registered as an object has none.
			return null;
		}
	}

	private static boolean isExact(ResolvableType contract) {
		return !contract.hasUnresolvableGenerics() && !(contract.getGeneric(0).getType() instanceof WildcardType);
	}

}
