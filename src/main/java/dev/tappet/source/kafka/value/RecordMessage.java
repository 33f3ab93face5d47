package dev.tappet.source.kafka.value;

import dev.tappet.source.Message;
import org.jspecify.annotations.Nullable;

/**
 * A record as the formats see it.
 */
public interface RecordMessage extends Message.Body {

	/**
	 * The value.
	 * @return its bytes, or {@code null} where the record has none
	 */
	byte @Nullable [] value();

	/**
	 * How values of this record's trigger are read.
	 * @return the format
	 */
	ValueFormat valueFormat();

}
