package dev.tappet.source.redis.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.tappet.source.NearNames;
import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;

import org.springframework.util.StringUtils;

/**
 * One of the parts that commas separate in a StackExchange.Redis connection string.
 */
sealed interface ConnectionStringPart {

	/**
	 * The part as it may be shown.
	 */
	String shown();

	/**
	 * Takes a connection string apart. Behind the password nothing is certain: what looks
	 * like a part may be the rest of a password that holds a comma.
	 */
	static List<ConnectionStringPart> split(String text) {
		List<ConnectionStringPart> parts = new ArrayList<>();
		boolean uncertain = false;
		for (String each : StringUtils.commaDelimitedListToStringArray(text)) {
			if (!each.isBlank()) {
				ConnectionStringPart part = part(each.strip(), uncertain);
				uncertain |= part instanceof Option option && option.option() == ConnectionStringOption.PASSWORD;
				parts.add(part);
			}
		}
		return parts;
	}

	static String mask(String text) {
		if (RedisUrl.looksLikeOne(text)) {
			return RedisUrl.mask(text);
		}
		return split(text).stream().map(ConnectionStringPart::shown).collect(Collectors.joining(","));
	}

	private static ConnectionStringPart part(String text, boolean uncertain) {
		int equals = text.indexOf('=');
		if (equals < 0) {
			return new Host(text, uncertain);
		}
		String name = text.substring(0, equals).strip();
		if (name.startsWith("$")) {
			return new Ignored(uncertain ? Secret.MASK : text);
		}
		Optional<ConnectionStringOption> option = ConnectionStringOption.find(name);
		String value = text.substring(equals + 1).strip();
		return option.<ConnectionStringPart>map((known) -> new Option(known, value))
			.orElseGet(() -> new Unknown(name, uncertain));
	}

	/**
	 * A host with or without a port.
	 *
	 * @param text the part
	 * @param uncertain whether it may belong to a password
	 */
	record Host(String text, boolean uncertain) implements ConnectionStringPart {

		/**
		 * The address. In an uncertain place only one with its port is taken for one.
		 */
		Optional<ConnectionDefinition.Node> address(int defaultPort) {
			return (this.uncertain && !this.text.matches(".*:\\d+")) ? Optional.empty()
					: NodeAddress.parse(this.text, defaultPort);
		}

		@Override
		public String shown() {
			return (this.uncertain || address(1).isEmpty()) ? Secret.MASK : this.text;
		}

	}

	/**
	 * A known option.
	 *
	 * @param option which
	 * @param value its value
	 */
	record Option(ConnectionStringOption option, String value) implements ConnectionStringPart {

		@Override
		public String shown() {
			return this.option.text() + "="
					+ ((this.option.kind() == ConnectionStringOption.Kind.SECRET) ? Secret.MASK : this.value);
		}

	}

	/**
	 * An option that nobody knows.
	 *
	 * @param name as it was written
	 * @param uncertain whether it may belong to a password
	 */
	record Unknown(String name, boolean uncertain) implements ConnectionStringPart {

		/**
		 * What to call it without giving a password away, which may hold an equals sign.
		 */
		Optional<String> mention() {
			boolean word = this.name.chars().allMatch(Character::isLetter);
			return (word && !NearNames.of(this.name, ConnectionStringOption.names()).isEmpty()) ? Optional.of(this.name)
					: Optional.empty();
		}

		@Override
		public String shown() {
			return mention().map((text) -> text + "=").orElse("") + Secret.MASK;
		}

	}

	/**
	 * A renamed command, which has no meaning here.
	 *
	 * @param shown what may be shown of it
	 */
	record Ignored(String shown) implements ConnectionStringPart {
	}

}
