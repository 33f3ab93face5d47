package dev.tappet.source.redis.connection;

import java.util.List;

/**
 * What a script is asked that answers for several keys at once.
 *
 * @param keys the keys that it is about
 * @param arguments what else the script has to know
 */
// They are handed to Lettuce, which only reads them, and compared with nothing.
@SuppressWarnings("ArrayRecordComponent")
public record Question(byte[][] keys, byte[][] arguments) {

	static byte[][] keysOf(List<Question> questions) {
		return questions.stream().flatMap((question) -> List.of(question.keys).stream()).toArray(byte[][]::new);
	}

	static byte[][] argumentsOf(List<Question> questions) {
		return questions.stream().flatMap((question) -> List.of(question.arguments).stream()).toArray(byte[][]::new);
	}

}
