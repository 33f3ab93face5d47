package dev.tappet.bench;

import java.util.Map;

/**
 * One line of a table that is not about rounds: how the cost grows, latencies, cold
 * starts.
 *
 * @param table the table
 * @param name the line
 * @param values what was found, by name
 */
record Figure(String table, String name, Map<String, Double> values) {

	double value(String of) {
		return this.values.getOrDefault(of, Double.NaN);
	}

}
