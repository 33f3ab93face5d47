package dev.tappet.configuration;

import java.util.List;

/**
 * Everything that is wrong in the configuration, in one report.
 */
public class InvalidConfigurationException extends RuntimeException {

	private final transient List<ConfigurationProblem> problems;

	public InvalidConfigurationException(List<ConfigurationProblem> problems) {
		super("%d problem(s) in the configuration under 'tappet', the first at '%s': %s".formatted(problems.size(),
				problems.getFirst().key(), problems.getFirst().problem()));
		this.problems = List.copyOf(problems);
	}

	public List<ConfigurationProblem> problems() {
		return this.problems;
	}

}
