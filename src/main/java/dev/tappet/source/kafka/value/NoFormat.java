package dev.tappet.source.kafka.value;

/**
 * Avro with no schema in sight: nothing is read before there is one.
 *
 * @param part what is to be read
 * @param connection the connection that has no registry
 */
record NoFormat(Part part, String connection) implements ValueFormat {

	@Override
	public boolean isReady(byte[] data) {
		return false;
	}

	@Override
	public void prepare(byte[] data) throws FormatUnavailableException {
		throw new FormatUnavailableException(
				("%s is to be read as Avro, and there is no schema for it; set 'avro-schema' in the trigger's block, or "
						+ "'schema-registry.url' of the connection '%s'")
					.formatted(this.part, this.connection));
	}

}
