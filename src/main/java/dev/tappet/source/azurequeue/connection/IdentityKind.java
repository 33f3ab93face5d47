package dev.tappet.source.azurequeue.connection;

/**
 * Which identity tokens are had for.
 */
enum IdentityKind {

	/** That of the machine, by the service that each has in Azure. */
	MANAGED_IDENTITY,

	/** That of the workload, by the token that Kubernetes gives it. */
	WORKLOAD_IDENTITY,

	/** That of the environment variables AZURE_CLIENT_ID and so on. */
	ENVIRONMENT,

	/** That of an application, by its secret. */
	CLIENT_SECRET

}
