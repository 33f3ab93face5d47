package dev.tappet.source.azurequeue;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.jspecify.annotations.Nullable;

/**
 * XML as the service writes it, and what it reads of it.
 */
final class StubXml {

	private static final XMLInputFactory READERS = readers();

	private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>");

	private static XMLInputFactory readers() {
		// The JDK's own, whatever else is on the class path.
		XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_COALESCING, true);
		return factory;
	}

	StubXml open(String name) {
		this.text.append('<').append(name).append('>');
		return this;
	}

	StubXml open(String name, String attribute, String value) {
		this.text.append('<').append(name).append(' ').append(attribute).append("=\"").append(escape(value));
		this.text.append("\">");
		return this;
	}

	StubXml close(String name) {
		this.text.append("</").append(name).append('>');
		return this;
	}

	StubXml text(String name, Object value) {
		open(name);
		this.text.append(escape(String.valueOf(value)));
		return close(name);
	}

	private static String escape(String text) {
		// A bare carriage return would be read as a line feed.
		return text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("\r", "&#xD;");
	}

	/** The text of an element, or null where a document has none of that name. */
	static @Nullable String read(String document, String name) {
		if (document.isBlank()) {
			return null;
		}
		try {
			XMLStreamReader reader = READERS.createXMLStreamReader(new StringReader(document));
			while (reader.hasNext()) {
				if (reader.next() == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals(name)) {
					return reader.getElementText();
				}
			}
			return null;
		}
		catch (XMLStreamException ex) {
			throw new StubRefusal(400, "InvalidXmlDocument", "XML specified is not syntactically valid.");
		}
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
