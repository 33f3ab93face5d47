// Begins: learns what may be shown, and follows what the triggers do.

import { byId, say, setText } from './dom.js';
import { learn, liveUrl, offers, readHealth, whyNotLive } from './api.js';
import { filter, forgetRates, forgetRows, update } from './table.js';
import { follow, open } from './detail.js';
import { begin as showInstances } from './instances.js';

const HEALTH_EVERY = 10_000;

const AGAIN_AFTER = 10_000;

/** There is news every second: a connection that is silent for so long is as good as none. */
const SILENCE = 6_000;

let health = {};

let stream = null;

/** When there was news, or a connection was begun. */
let heardAt = 0;

let newsAt = Date.now();

function connect() {
	heardAt = performance.now();
	stream = new EventSource(liveUrl());
	stream.onopen = again;
	stream.onmessage = (event) => {
		heardAt = performance.now();
		newsAt = Date.now();
		const moment = JSON.parse(event.data);
		setText(byId('instance'), moment.instance ? `instance ${moment.instance}` : '');
		connection('Live', true);
		update(moment, health, open);
		follow(moment, health);
	};
	stream.onerror = async () => {
		if (stream.readyState === EventSource.CLOSED) {
			// There are too many viewers, nobody is signed in any more, or a proxy answers for the service.
			setTimeout(connect, AGAIN_AFTER);
			stream = null;
			const why = await whyNotLive();
			if (stream === null) {
				connection(`Refused, and tried again in a while. ${why}`, false);
			}
		}
	};
}

/** Whoever answers now may be another instance, which allows something else. */
async function again() {
	forgetRates();
	try {
		if (await learn()) {
			forgetRows();
		}
	}
	catch {
		// What was learned before holds; whatever is refused is told.
	}
}

/** A service that has stopped says nothing, and neither does a cable that was pulled. */
function listen() {
	if (stream !== null && performance.now() - heardAt > SILENCE) {
		connection(`No answer since ${new Date(newsAt).toLocaleTimeString()}: what is shown is old`, false);
		if (stream.readyState === EventSource.OPEN) {
			stream.close();
			connect();
		}
	}
}

function connection(text, live) {
	setText(byId('connection'), text);
	byId('connection').className = live ? 'live' : 'lost';
	byId('rows').classList.toggle('old', !live);
}

async function lookAtHealth() {
	try {
		health = offers('health') ? (await readHealth()).details ?? {} : {};
	}
	catch {
		health = {};
	}
}

async function begin() {
	try {
		await learn();
	}
	catch (ex) {
		connection('Not connected, and tried again in a while', false);
		say(`The console cannot begin. ${ex.message}`, true);
		setTimeout(begin, AGAIN_AFTER);
		return;
	}
	if (!offers('triggers')) {
		connection('Nothing to show', false);
		say('The endpoint "triggers" is not exposed, so there is nothing to show.', true);
		return;
	}
	say('');
	await lookAtHealth();
	setInterval(lookAtHealth, HEALTH_EVERY);
	setInterval(listen, 1_000);
	showInstances();
	connect();
}

byId('filter').addEventListener('input', filter);
begin();
