package dev.tappet.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.tappet.trigger.InstanceId;

/**
 * Tells possible instance ids, and makes one up where none is configured.
 */
final class InstanceIds {

	/**
	 * What Redis takes as a client name. Braces would move a key to another slot of a
	 * cluster.
	 */
	private static final Pattern LEGAL = Pattern.compile("[!-z|~]{1,128}");

	private static final int LONGEST_HOST = 100;

	private static final int SUFFIX = 8;

	private InstanceIds() {
	}

	static boolean isLegal(String text) {
		return LEGAL.matcher(text).matches();
	}

	static InstanceId generate() {
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
