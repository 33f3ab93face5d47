package dev.tappet.source;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Where instances say that they live.
 */
@FunctionalInterface
public interface InstanceRegister {

	/**
	 * Asks each place where this instance says so.
	 * @return what is known there, by the name of the connection; fails where the place
	 * does not answer
	 */
	Map<String, CompletionStage<Instances>> ask();

}
