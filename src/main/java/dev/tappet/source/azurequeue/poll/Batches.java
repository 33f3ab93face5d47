package dev.tappet.source.azurequeue.poll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes deliveries of what one receive brought.
 */
final class Batches {

	private Batches() {
	}

	/** What the messages of one delivery have in common. */
	private record Kind(int attempt, boolean replayed) {
	}

	/**
	 * Groups claims.
	 * @param claims what was taken
	 * @param most most messages of one delivery
	 * @return claims on the same attempt, all replayed or none, in the order of the first
	 * of each
	 */
	static List<List<Claim>> of(List<Claim> claims, int most) {
		List<List<Claim>> batches = new ArrayList<>();
		Map<Kind, List<Claim>> open = new LinkedHashMap<>();
		for (Claim claim : claims) {
			Kind kind = new Kind(claim.message().attempt(), claim.message().replayed());
			List<Claim> batch = open.get(kind);
			if (batch == null || batch.size() >= most) {
				batch = new ArrayList<>();
				open.put(kind, batch);
				batches.add(batch);
			}
			batch.add(claim);
		}
		return batches;
	}

}
