package dev.tappet.configuration;

import dev.tappet.source.Problems;

/**
 * Finds the keys of a block for whoever knows no more of them than their names.
 *
 * @param block the block
 * @param found takes what is wrong
 */
record BlockProblems(PropertyNode block, FoundProblems found) implements Problems {

	@Override
	public void add(String key, String problem, String remedy) {
		if (key.isEmpty()) {
			this.found.addWithoutValue(this.block, problem, remedy);
			return;
		}
		// A list that is written as one value has no positions.
		String list = key.endsWith("]") ? key.substring(0, key.lastIndexOf('[')) : key;
		PropertyNode exact = this.block.find(key);
		PropertyNode node = (exact != null) ? exact : this.block.find(list);
		if (node == null && !this.found.under(this.block.key() + "." + key)) {
			this.found.addMissing(this.block, key, problem, remedy);
		}
		else if (node != null && !this.found.under(node)) {
			this.found.add(node, problem, remedy);
		}
	}

	@Override
	public boolean isSet(String key) {
		return this.block.find(key) != null;
	}

}
