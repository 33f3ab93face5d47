package dev.tappet.dispatch;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static dev.tappet.dispatch.Messages.element;
import static dev.tappet.dispatch.Messages.list;
import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LogHandlerTests {

	@Test
	void writesOneShortLine(CapturedOutput output) {
		DeliveryContext context = Messages.context(Messages.trigger("audit", "log", list()),
				new DeliveryContextTests.Replayed(List.of(element("x"))));
		new LogHandler().handle("first\r\nERROR forged " + "x".repeat(500), context);
		assertThat(output.getOut().lines().filter((line) -> line.contains("Trigger audit"))).singleElement()
			.asString()
			.contains("Trigger audit fired by orders, message e-1, attempt 3: first\\r\\nERROR forged xxx")
			.endsWith("xxx… (520 characters)")
			.hasSizeLessThan(450);
	}

}
