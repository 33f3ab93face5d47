package dev.tappet.source.azurequeue.connection;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.tappet.source.Problems;
import dev.tappet.source.Spelling;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.PropertyResolver;

/**
 * The default connection, by the setting that Azure's triggers read as well: a connection
 * string, or several settings with its name before them.
 *
 * @param environment where it stands
 */
public record DefaultSetting(PropertyResolver environment) {

	static final String NAME = "AzureWebJobsStorage";

	private static final Map<String, IdentityKind> KINDS = Map.of("managedidentity", IdentityKind.MANAGED_IDENTITY,
			"workloadidentity", IdentityKind.WORKLOAD_IDENTITY, "environment", IdentityKind.ENVIRONMENT, "clientsecret",
			IdentityKind.CLIENT_SECRET);

	/**
	 * Reports what is wrong with it, and that it is not there.
	 * @param problems takes what is wrong with the trigger that uses it
	 */
	public void check(Problems problems) {
		define(new Problems() {

			@Override
			public void add(String key, String problem, String remedy) {
				problems.add("connection", "The setting '%s': %s".formatted(setting(key), problem), remedy);
			}

			@Override
			public boolean isSet(String key) {
				return false;
			}

		});
	}

	@Nullable AzureConnectionDefinition define(Problems problems) {
		String account = part("accountName");
		String uri = part("queueServiceUri");
		AzureKeys keys = new AzureKeys(text(NAME), (uri != null) ? uri : byAccount(account), part("serviceUri"),
				kind(problems), part("clientId"), part("tenantId"), part("clientSecret"), part("authorityHost"),
				part("sasToken"));
		if (keys.connectionString() == null && keys.queueServiceUri() == null && keys.serviceUri() == null) {
			problems.add(AzureKeysReader.STRING, "It is not there, so the trigger has no connection.",
					"Set it to the connection string of a storage account (or UseDevelopmentStorage=true), set %s "
						.formatted(setting(AzureKeysReader.URI_KEY))
							+ "with an identity, or name a connection of tappet.connections.");
			return null;
		}
		return new AzureKeysReader(TriggerDefinition.DEFAULT_CONNECTION, keys, problems).read();
	}

	private static @Nullable String byAccount(@Nullable String account) {
		return (account != null) ? "https://" + account + ".queue.core.windows.net" : null;
	}

	private @Nullable IdentityKind kind(Problems problems) {
		String written = part("credential");
		if (written == null) {
			return null;
		}
		IdentityKind kind = KINDS.get(Spelling.uniform(written));
		if (kind == null) {
			problems.add("credential", "Not one of the values that are possible here.",
					"Use managedidentity, workloadidentity, environment or clientsecret.");
		}
		return kind;
	}

	/** As it is written in Azure's settings. */
	private static String setting(String key) {
		if (key.equals(AzureKeysReader.STRING)) {
			return NAME;
		}
		StringBuilder camel = new StringBuilder(NAME).append("__");
		Stream.of(key.split("-"))
			.forEach((word) -> camel.append(
					camel.charAt(camel.length() - 1) == '_' ? word.charAt(0) : Character.toUpperCase(word.charAt(0)))
				.append(word.substring(1)));
		return camel.toString();
	}

	/** In every spelling that Azure, an environment variable or a file may have. */
	private @Nullable String part(String name) {
		return Stream.of("__", ":", ".")
			.map((separator) -> text(NAME + separator + name))
			.filter((value) -> value != null)
			.findFirst()
			.orElse(null);
	}

	private @Nullable String text(String name) {
		String exact = AzureKeys.text(this.environment.getProperty(name));
		return (exact != null || name.contains("_") || name.contains(":")) ? exact
				: AzureKeys.text(this.environment.getProperty(name.toLowerCase(Locale.ROOT)));
	}

}
