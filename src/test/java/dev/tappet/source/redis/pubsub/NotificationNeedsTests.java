package dev.tappet.source.redis.pubsub;

import java.util.Map;

import dev.tappet.source.Finding;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a check says of a server's notification flags.
 */
class NotificationNeedsTests {

	private static final Subscription EXPIRED = new Subscription("__keyevent@0__:expired", false, true);

	private static Finding compare(String flags, boolean configures) {
		return new NotificationNeeds("here:6379", EXPIRED, configures)
			.compare(Map.of(NotificationNeeds.SETTING, flags));
	}

	@Test
	void isFineWhereTheServerHasThem() {
		assertThat(compare("Ex", false)).isInstanceOf(Finding.Fine.class);
		assertThat(compare("AE", false)).isInstanceOf(Finding.Fine.class);
	}

	@Test
	void isMissingWithTheCommandThatKeepsWhatIsSet() {
		assertThat(compare("Kg", false))
			.isEqualTo(new Finding.Missing("notify-keyspace-events on here:6379 lacks the flags 'Ex'",
					"CONFIG SET notify-keyspace-events KgEx, or 'configure-notifications: true' on the trigger"));
	}

	@Test
	void isFineWhereTheTriggerSetsThem() {
		assertThat(compare("", true)).isInstanceOf(Finding.Fine.class);
	}

}
