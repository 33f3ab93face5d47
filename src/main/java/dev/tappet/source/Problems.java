package dev.tappet.source;

/**
 * Takes what a broker finds wrong in its part of the configuration, so that the one
 * report of all mistakes holds those too. A key is named relative to its block, with
 * dashes between words, dots between levels and positions in brackets; the empty key is
 * the block itself. What can be known of the key by its record has been reported before.
 */
public interface Problems {

	/**
	 * Reports a mistake with the value and the place of its key, which must not be
	 * repeated in the text: a value may be a secret. A key that was reported already is
	 * not reported twice, since what follows from a mistake helps nobody.
	 * @param key the key
	 * @param problem what is wrong, as a sentence
	 * @param remedy what to do, as a sentence
	 */
	void add(String key, String problem, String remedy);

	/**
	 * Whether somebody wrote a key or one below it, even if its value is empty or
	 * mistaken.
	 * @param key the key
	 * @return whether it stands in the configuration
	 */
	boolean isSet(String key);

}
