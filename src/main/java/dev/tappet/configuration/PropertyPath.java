package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.List;

/**
 * A property's name, taken apart. Spring Boot's own parser drops the characters that it
 * does not like, and a report must show what the user wrote.
 *
 * @param elements the parts between dots and within brackets
 */
record PropertyPath(List<Element> elements) {

	/**
	 * One part.
	 *
	 * @param text as it was written
	 * @param index whether it is a position in a list
	 */
	record Element(String text, boolean index) {
	}

	static PropertyPath parse(String name) {
		List<Element> elements = new ArrayList<>();
		StringBuilder word = new StringBuilder();
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			int end = (c == '[') ? name.indexOf(']', i) : -1;
			if (end > 0) {
				flush(word, elements);
				elements.add(bracketed(name.substring(i + 1, end)));
				i = end;
			}
			else if (c == '.') {
				flush(word, elements);
			}
			else {
				word.append(c);
			}
		}
		flush(word, elements);
		return new PropertyPath(List.copyOf(elements));
	}

	private static Element bracketed(String text) {
		return new Element(text, !text.isEmpty() && text.chars().allMatch((c) -> c >= '0' && c <= '9'));
	}

	private static void flush(StringBuilder word, List<Element> elements) {
		if (!word.isEmpty()) {
			elements.add(new Element(word.toString(), false));
			word.setLength(0);
		}
	}

}
