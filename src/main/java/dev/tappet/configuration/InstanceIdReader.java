package dev.tappet.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.tappet.trigger.InstanceId;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tappet.instance-id}, or makes one up.
 */
final class InstanceIdReader {

	/**
	 * What Redis takes as a client name. Braces would move a key to another slot of a
	 * cluster.
	 */
	private static final Pattern LEGAL = Pattern.compile("[!-z|~]{1,128}");

	private static final int LONGEST_HOST = 100;

	private static final int SUFFIX = 8;

	private final ValueReader values;

	InstanceIdReader(ValueReader values) {
		this.values = values;
	}

	InstanceId read(@Nullable PropertyNode node) {
		return this.values.text(node)
			.flatMap((text) -> (node == null || LEGAL.matcher(text).matches()) ? Optional.of(text)
					: this.values.<String>bad(node, text, "Not a possible instance id.",
							"Use at most 128 letters, digits and signs such as - . _ : without spaces or braces."))
			.map(InstanceId::new)
			.orElseGet(InstanceIdReader::generate);
	}

	private static InstanceId generate() {
		String host = hostName().replaceAll("[^\\w.-]", "-");
		String shortened = host.substring(0, Math.min(LONGEST_HOST, host.length()));
		return new InstanceId(shortened + "-" + UUID.randomUUID().toString().substring(0, SUFFIX));
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
