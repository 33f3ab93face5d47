package dev.tappet.configuration;

import java.util.List;

/**
 * Everything that is wrong in the configuration, in one report.
 */
public class InvalidConfigurationException extends RuntimeException {

	private final transient List<ConfigurationProblem> problems;

	/**
	 * Creates the report. Its message names no value, since the log of a failed start may
	 * hold it where nobody expects one.
	 * @param problems at least one problem
	 */
	public InvalidConfigurationException(List<ConfigurationProblem> problems) {
		super("%d problem(s) in the configuration, the first at '%s': %s".formatted(problems.size(),
				problems.getFirst().key(), problems.getFirst().problem()));
		this.problems = PlaceOrder.sorted(problems);
	}

	/**
	 * All that is wrong.
	 * @return the problems in the order of their places
	 */
	public List<ConfigurationProblem> problems() {
		return this.problems;
	}

}
