package dev.tappet.configuration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

import dev.tappet.source.Block;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Binds blocks, and reports what is wrong with them.
 */
final class BlockReader {

	private final FoundProblems problems;

	private final ReportingBindHandler handler;

	private final Binder binder;

	BlockReader(PropertyTree tree, Placeholders placeholders, FoundProblems problems) {
		this.problems = problems;
		this.handler = new ReportingBindHandler(tree, problems);
		this.binder = new Binder(tree.bindable(), placeholders);
	}

	/**
	 * What a type says where nothing is configured.
	 */
	static <T> T builtIn(Class<T> type) {
		return new Binder().bindOrCreate("built-in", type);
	}

	<B, D> @Nullable D read(PropertyNode node, Block<B, D> block, String name) {
		return block.definer().define(bind(node, block.type()), name, new BlockProblems(node, this.problems));
	}

	@Nullable String text(PropertyNode node) {
		return value(node, String.class);
	}

	<T> @Nullable T value(PropertyNode node, Class<T> type) {
		return this.binder.bind(name(node), Bindable.of(type), this.handler).orElse(null);
	}

	/** The record of a block, with what it leaves out as others have it. */
	<T> T bind(PropertyNode node, Class<T> type, T others) {
		return merged(name(node), bind(node, type), others);
	}

	/** Whether a key has a value of its own. */
	boolean hasBound(PropertyNode node) {
		return this.handler.hasBound(name(node));
	}

	private <T> T bind(PropertyNode node, Class<T> type) {
		return this.binder.bind(name(node), Bindable.of(type), this.handler).orElseGet(() -> builtIn(type));
	}

	private <T> T merged(ConfigurationPropertyName name, T own, T others) {
		@SuppressWarnings("unchecked")
		Class<T> type = (Class<T>) own.getClass();
		RecordComponent[] components = type.getRecordComponents();
		@Nullable Object[] values = Arrays.stream(components).map((component) -> {
			ConfigurationPropertyName key = name.append(DataObjectPropertyName.toDashedForm(component.getName()));
			Object value = value(component, own);
			Object other = value(component, others);
			if (value != null && other != null && component.getType().isRecord()) {
				return merged(key, value, other);
			}
			return this.handler.hasBound(key) ? value : other;
		}).toArray();
		return BeanUtils.instantiateClass(BeanUtils.getResolvableConstructor(type), values);
	}

	private static @Nullable Object value(RecordComponent component, Object owner) {
		try {
			component.getAccessor().setAccessible(true);
			return component.getAccessor().invoke(owner);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ConfigurationPropertyName name(PropertyNode node) {
		return ConfigurationPropertyName.adapt(node.key(), '.');
	}

}
