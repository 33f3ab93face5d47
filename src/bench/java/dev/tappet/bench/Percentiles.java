package dev.tappet.bench;

import java.util.Arrays;

/**
 * Of the delays of one run, in milliseconds.
 *
 * @param p50 half were shorter
 * @param p99 99 of 100 were shorter
 * @param p999 999 of 1000 were shorter
 */
record Percentiles(double p50, double p99, double p999) {

	static Percentiles of(long[] nanos) {
		long[] sorted = nanos.clone();
		Arrays.sort(sorted);
		return new Percentiles(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999));
	}

	private static double at(long[] sorted, double share) {
		if (sorted.length == 0) {
			return Double.NaN;
		}
		return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] / 1e6;
	}

}
