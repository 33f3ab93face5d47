package dev.tappet.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.AbstractDataBufferDecoder;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.util.MimeType;

/**
 * Reads the bodies of requests to endpoints. Spring Boot takes texts as values alone and
 * refuses all else; here a list or an object arrives as the text of its JSON.
 */
class EndpointBodyDecoder extends AbstractDataBufferDecoder<Map<String, String>> {

	private static final int MOST_BYTES = 4 * 1024 * 1024;

	private static final String ENDPOINTS = "org.springframework.boot.webflux.actuate.endpoint";

	private final JsonMapper mapper = new JsonMapper();

	EndpointBodyDecoder() {
		super(MediaType.APPLICATION_JSON, new MediaType("application", "*+json"));
		setMaxInMemorySize(MOST_BYTES);
	}

	@Override
	public boolean canDecode(ResolvableType type, @Nullable MimeType mimeType) {
		return type.getSource() instanceof MethodParameter parameter && type.toClass() == Map.class
				&& parameter.getDeclaringClass().getName().startsWith(ENDPOINTS) && super.canDecode(type, mimeType);
	}

	@Override
	public @Nullable Map<String, String> decode(DataBuffer buffer, ResolvableType type, @Nullable MimeType mimeType,
			@Nullable Map<String, Object> hints) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return texts(bytes);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	/** The values of an object, each as a text. */
	Map<String, String> texts(byte[] json) {
		try {
			JsonNode body = Objects.requireNonNull(this.mapper.readTree(json));
			if (!body.isObject()) {
				throw new DecodingException("the body is no JSON object");
			}
			Map<String, String> texts = new LinkedHashMap<>();
			body.properties().forEach((each) -> {
				JsonNode value = each.getValue();
				if (!value.isNull()) {
					texts.put(each.getKey(), value.isString() ? value.stringValue() : value.toString());
				}
			});
			return texts;
		}
		catch (JacksonException ex) {
			throw new DecodingException("the body is no JSON", ex);
		}
	}

}
