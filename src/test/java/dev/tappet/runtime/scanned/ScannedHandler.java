package dev.tappet.runtime.scanned;

import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;

import org.springframework.stereotype.Component;

@Component
class ScannedHandler implements TriggerHandler<String> {

	@Override
	public void handle(String payload, TriggerContext context) {
	}

}
