package dev.tappet.support;

/**
 * What a server has done since its start.
 *
 * @param commands how many, those within scripts included
 * @param seconds of a processor
 */
public record ServerCost(long commands, double seconds) {

	public static ServerCost of(TestRedis redis) {
		return new ServerCost((long) figure(redis, "stats", "total_commands_processed:"),
				figure(redis, "cpu", "used_cpu_sys:") + figure(redis, "cpu", "used_cpu_user:"));
	}

	public ServerCost since(ServerCost before) {
		return new ServerCost(this.commands - before.commands, this.seconds - before.seconds);
	}

	private static double figure(TestRedis redis, String section, String name) {
		return redis.commands()
			.info(section)
			.lines()
			.filter((line) -> line.startsWith(name))
			.mapToDouble((line) -> Double.parseDouble(line.substring(name.length()).strip()))
			.findFirst()
			.orElseThrow();
	}

}
