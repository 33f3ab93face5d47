package dev.tappet.dispatch;

import java.util.List;

import dev.tappet.dispatch.payload.PayloadBinder;
import dev.tappet.dispatch.payload.PayloadBinders;
import dev.tappet.dispatch.payload.TypeNames;
import dev.tappet.dispatch.payload.UnreadableTypeException;
import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.source.Order;
import dev.tappet.source.SourceTypes;
import dev.tappet.source.Traits;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Puts a handler bean and the binder of its payload type together.
 */
final class HandlerBinding {

	private final HandlerTypes types;

	private final PayloadBinders binders;

	private final SourceTypes kinds;

	HandlerBinding(ConfigurableListableBeanFactory beans, PayloadBinders binders, SourceTypes kinds) {
		this.types = new HandlerTypes(beans);
		this.binders = binders;
		this.kinds = kinds;
	}

	HandlerResolution bind(String name, Object bean, TriggerDefinition trigger) {
		SourceDefinition source = trigger.source();
		Class<?> contract = (bean instanceof TriggerHandler) ? TriggerHandler.class : ReactiveTriggerHandler.class;
		ResolvableType payload = this.types.find(name, bean, contract);
		if (payload == null) {
			return new HandlerResolution.UnfitPayload(name, "its payload type cannot be seen",
					"let the class implement, " + "or the @Bean method return, " + contract.getSimpleName()
							+ " with a type argument, such as <String>");
		}
		boolean batched = payload.toClass() == List.class;
		ResolvableType element = batched ? payload.getGeneric(0) : payload;
		if (element.resolve() == null) {
			return new HandlerResolution.UnfitPayload(name, "its List has no element type",
					"name what the list holds, such as List<String>");
		}
		Traits traits = this.kinds.get(source.type()).traits();
		if (batched && !traits.batches()) {
			return new HandlerResolution.UnfitPayload(name,
					"it takes " + TypeNames.of(payload) + ", but " + source.type() + " has no batches",
					"let it take " + TypeNames.of(element));
		}
		if (batched && trigger.ordering() == Ordering.STRICT && traits.order() == Order.PARTS) {
			return new HandlerResolution.UnfitPayload(name,
					"it takes " + TypeNames.of(payload) + ", but with " + "'ordering: strict' " + source.type()
							+ " hands on one message at a time",
					"let it take " + TypeNames.of(element) + ", or set 'ordering: none'");
		}
		if (this.binders.isForeign(element, source)) {
			return new HandlerResolution.UnfitPayload(name,
					"it takes " + TypeNames.of(payload) + ", which " + source.type() + " does not offer",
					"let it take " + this.binders.offered(source));
		}
		return bind(name, bean, batched, element, source);
	}

	private HandlerResolution bind(String name, Object bean, boolean batched, ResolvableType element,
			SourceDefinition source) {
		try {
			PayloadBinder binder = this.binders.binder(element, source);
			return new HandlerResolution.Found(new BoundHandler(name, batched, binder, invocation(bean)));
		}
		catch (UnreadableTypeException ex) {
			return new HandlerResolution.UnfitPayload(name,
					"JSON cannot be read into " + TypeNames.of(element) + ": " + ex.getMessage(),
					"take a record or a class that Jackson can create");
		}
	}

	// The binder makes what the type argument says.
	@SuppressWarnings("unchecked")
	private static BoundHandler.Invocation invocation(Object bean) {
		if (bean instanceof TriggerHandler<?> handler) {
			return BoundHandler.Invocation.of((TriggerHandler<Object>) handler);
		}
		return BoundHandler.Invocation.ofReactive((ReactiveTriggerHandler<Object>) bean);
	}

}
