package dev.tappet.dispatch;

import java.util.List;

/**
 * What became of the search for a trigger's handler.
 */
public sealed interface HandlerResolution {

	/**
	 * The handler, ready to be called.
	 *
	 * @param handler the bean with its binding
	 */
	record Found(BoundHandler handler) implements HandlerResolution {
	}

	/**
	 * No such bean.
	 *
	 * @param names the names that were looked for
	 * @param handlers the names of all handler beans, sorted
	 */
	record NotFound(List<String> names, List<String> handlers) implements HandlerResolution {

		public NotFound {
			names = List.copyOf(names);
			handlers = List.copyOf(handlers);
		}

	}

	/**
	 * Two beans match, and nothing says which is meant.
	 *
	 * @param beans their names
	 */
	record Ambiguous(List<String> beans) implements HandlerResolution {

		public Ambiguous {
			beans = List.copyOf(beans);
		}

	}

	/**
	 * The bean implements no handler interface.
	 *
	 * @param bean its name
	 * @param type its class
	 */
	record NotAHandler(String bean, Class<?> type) implements HandlerResolution {
	}

	/**
	 * The bean is a handler, but its payload type cannot be seen, is not offered by the
	 * trigger's source, or can never be read from JSON.
	 *
	 * @param bean its name
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	record UnfitPayload(String bean, String problem, String remedy) implements HandlerResolution {
	}

}
