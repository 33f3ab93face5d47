package dev.tappet.runtime;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Finds components in the packages that {@code tappet.handlers.packages} names, so that a
 * handler jar needs no configuration class. It is imported rather than a bean, because
 * the {@code @Configuration} classes that it finds are then processed as well.
 */
class HandlerPackages implements ImportBeanDefinitionRegistrar {

	static final String PROPERTY = "tappet.handlers.packages";

	private static final Logger logger = LoggerFactory.getLogger(HandlerPackages.class);

	private final Environment environment;

	private final ResourceLoader resourceLoader;

	private final ClassLoader classLoader;

	HandlerPackages(Environment environment, ResourceLoader resourceLoader, ClassLoader classLoader) {
		this.environment = environment;
		this.resourceLoader = resourceLoader;
		this.classLoader = classLoader;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
		List<String> packages = named(this.environment);
		ClassPathBeanDefinitionScanner scanner = scanner(registry);
		packages.forEach((name) -> scan(scanner, name));
	}

	/** The packages that are scanned. */
	static List<String> named(Environment environment) {
		return Binder.get(environment).bind(PROPERTY, Bindable.listOf(String.class)).orElseGet(List::of);
	}

	private ClassPathBeanDefinitionScanner scanner(BeanDefinitionRegistry registry) {
		ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(registry, true, this.environment,
				this.resourceLoader);
		AutoConfigurationExcludeFilter autoConfigurations = new AutoConfigurationExcludeFilter();
		autoConfigurations.setBeanClassLoader(this.classLoader);
		scanner.addExcludeFilter(autoConfigurations);
		return scanner;
	}

	private void scan(ClassPathBeanDefinitionScanner scanner, String name) {
		// Nothing new may also mean that the application scans the package itself.
		if (scanner.scan(name) == 0 && scanner.findCandidateComponents(name).isEmpty()) {
			logger.warn("{} names the package '{}', but no component is in it: is its jar among the handlers, "
					+ "and is the class annotated with @Component?", PROPERTY, name);
		}
	}

}
