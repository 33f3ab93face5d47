package dev.tappet.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tappet.source.Backlog;
import org.jspecify.annotations.Nullable;

/**
 * One trigger at one moment. A figure that is unknown, or may not be shown, is
 * {@code null} and never 0.
 *
 * @param trigger the trigger as the endpoint shows it
 * @param concurrency most messages in handlers at once, in this instance
 * @param backlog what is to be done, over all instances
 * @param unknown why the backlog is not known, where the trigger has one
 * @param ageSeconds how old the oldest unfinished message is
 * @param deadLetters how many dead letters there are
 */
@JsonInclude(Include.NON_NULL)
public record LiveTrigger(TriggerDescription trigger, @Nullable Integer concurrency, @Nullable Backlog backlog,
		@Nullable String unknown, @Nullable Double ageSeconds, @Nullable Long deadLetters) {
}
