package dev.tappet.configuration;

import java.time.Duration;

import dev.tappet.trigger.InstanceId;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * What is set for this process as a whole.
 *
 * @param instanceId the name of this process
 * @param readBuffer the memory for messages that were read and are not settled
 * @param showErrors whether endpoints show the messages of exceptions
 * @param stalledAfter how long a trigger may be given nothing while messages wait; 0 for
 * any time
 * @param traceProperty the property of JSON messages that holds their trace, or
 * {@code null}
 */
public record ProcessKeys(InstanceId instanceId, DataSize readBuffer, boolean showErrors, Duration stalledAfter,
		@Nullable String traceProperty) {
}
