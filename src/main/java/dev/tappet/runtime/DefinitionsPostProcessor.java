package dev.tappet.runtime;

import dev.tappet.configuration.DefinitionReader;
import dev.tappet.configuration.Definitions;
import dev.tappet.configuration.InvalidConfigurationException;
import dev.tappet.source.ConnectionType;
import dev.tappet.source.SourceType;
import dev.tappet.source.SourceTypes;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads the configuration before any bean is made. A bean that connects parses the keys
 * of the default connection for itself, and what it says of a mistake in them may hold
 * the password. All other mistakes are left to the {@link Registry}, which knows those
 * with the handlers as well.
 */
final class DefinitionsPostProcessor implements BeanFactoryPostProcessor {

	private final ConfigurableEnvironment environment;

	DefinitionsPostProcessor(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		SourceTypes types = new SourceTypes(beans.getBeanProvider(SourceType.class, false).orderedStream().toList());
		Definitions definitions = DefinitionReader.read(this.environment, types,
				beans.getBeanProvider(ConnectionType.class, false).orderedStream().toList());
		if (definitions.hasMistakenDefaultConnection()) {
			throw new InvalidConfigurationException(definitions.problems());
		}
		beans.registerSingleton("tappetSourceTypes", types);
		beans.registerSingleton("tappetDefinitions", definitions);
	}

}
