package dev.tappet.source.redis.connection;

/**
 * What a token of Microsoft Entra ID is asked for with, as it is spelt in the
 * configuration.
 */
enum Credential {

	/** The identity that Azure gives to the machine or the app. */
	MANAGEDIDENTITY,

	/** The identity of a Kubernetes workload. */
	WORKLOADIDENTITY,

	/** An application, by environment variables. */
	ENVIRONMENT,

	/** An application with a secret of its own. */
	CLIENTSECRET

}
