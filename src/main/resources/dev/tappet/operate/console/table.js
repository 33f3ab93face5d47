// The list of triggers. A row is made once and then only changed, so that it keeps the focus.

import { age, byId, el, number, say, setText, time } from './dom.js';
import { allows, write } from './api.js';
import { Series, rate } from './series.js';

const rows = new Map();

const DOWN = 'running but down';

const STATES = ['running', 'paused', 'failing', DOWN, 'disabled'];

export function update(moment, health, open) {
	const names = new Set(moment.triggers.map((each) => each.trigger.name));
	for (const [name, row] of rows) {
		if (!names.has(name)) {
			row.element.remove();
			rows.delete(name);
		}
	}
	for (const live of moment.triggers) {
		const name = live.trigger.name;
		if (!rows.has(name)) {
			rows.set(name, new Row(name, open));
			byId('rows').append(rows.get(name).element);
		}
		rows.get(name).show(moment.at, live, health[name]);
	}
	filter();
	summarize(moment.triggers, health);
}

/** The counts that come now may be those of another instance. */
export function forgetRates() {
	rows.forEach((row) => row.forget());
}

/** What may be done has changed, so rows are made anew with the next moment. */
export function forgetRows() {
	rows.clear();
	byId('rows').replaceChildren();
}

export function filter() {
	const wanted = byId('filter').value.trim().toLowerCase();
	for (const row of rows.values()) {
		row.element.hidden = wanted !== '' && !row.searched.includes(wanted);
	}
}

function summarize(triggers, health) {
	const counts = new Map();
	triggers.forEach(({ trigger }) => {
		const state = shown(trigger, health[trigger.name]);
		counts.set(state, (counts.get(state) ?? 0) + 1);
	});
	const states = STATES.filter((state) => counts.has(state)).map((state) => `${counts.get(state)} ${state}`).join(', ');
	const failing = (counts.get('failing') ?? 0) + (counts.get(DOWN) ?? 0);
	document.title = ((failing > 0) ? `${failing} failing: ` : '') + 'Tappet console';
	setText(byId('summary'), triggers.length === 0 ? 'There are no triggers.' : `${triggers.length}: ${states}`);
}

/** A trigger's own state, unless health sees more. */
export function shown(trigger, health) {
	return (trigger.state === 'running' && health?.status === 'DOWN') ? DOWN : trigger.state;
}

/** What is wrong, by the trigger's own reason, or by health, which sees more. */
export function trouble(live, health) {
	if (live.trigger.reason) {
		return live.trigger.reason;
	}
	return (health && health.reason) ? health.reason : '';
}

export async function wish(name, state) {
	try {
		const kept = await write('triggers', name, { state });
		const where = (kept.scope === 'instance') ? ', in this instance alone' : '';
		say(`${name} is ${kept.state}${where}, since ${time(kept.since)} by ${kept.by}.`);
	}
	catch (ex) {
		say(`${name} could not be changed. ${ex.message}`, true);
	}
}

class Row {

	#cells = {};

	#series = { rate: new Series(), backlog: new Series(), age: new Series() };

	#before = null;

	#wish = null;

	constructor(name, open) {
		this.searched = '';
		const cell = (key, label, kind, ...content) => {
			this.#cells[key] = el('span', { class: 'value' });
			return el('td', { role: 'cell', class: kind, 'data-label': label }, this.#cells[key], ' ', ...content);
		};
		this.#cells.kind = el('span', { class: 'small' });
		this.#cells.reason = el('span', { class: 'small' });
		this.#cells.error = el('span', { class: 'small' });
		const opener = el('button', { type: 'button', class: 'link', click: () => open(name) }, name);
		// Told again by roles, since a narrow page shows rows as blocks, which are no table to a screen reader.
		this.element = el('tr', { role: 'row', 'data-trigger': name },
				el('th', { scope: 'row', role: 'rowheader' }, opener, this.#cells.kind),
				cell('state', 'State', '', this.#cells.reason),
				cell('rate', 'Completed per second', 'drawn', this.#series.rate.svg),
				cell('backlog', 'Backlog', 'drawn', this.#series.backlog.svg),
				cell('age', 'Oldest', 'drawn', this.#series.age.svg),
				cell('inFlight', 'In flight', 'short'),
				cell('failures', 'Failures', '', this.#cells.error),
				cell('letters', 'Dead letters', 'short'),
				el('td', { role: 'cell', 'data-label': 'Actions' }, this.#action(name)));
	}

	#action(name) {
		if (!allows('triggers')) {
			return el('span', { class: 'small' }, 'read-only');
		}
		this.#wish = el('button', { type: 'button', click: async () => {
			this.#wish.disabled = true;
			await wish(name, this.#wish.dataset.state);
			this.#wish.disabled = false;
			this.#wish.focus();
		} });
		return this.#wish;
	}

	forget() {
		this.#before = null;
	}

	show(at, live, health) {
		const trigger = live.trigger;
		const now = { at, completed: trigger.counts.completed };
		const speed = rate(this.#before, now);
		this.#before = now;
		const backlog = live.backlog ? live.backlog.waiting + live.backlog.inFlight : null;
		this.#series.rate.push(speed);
		this.#series.backlog.push(backlog);
		this.#series.age.push(live.ageSeconds);
		const source = [trigger.source].flat().join(', ');
		setText(this.#cells.kind, `${trigger.type} ${source}`);
		this.#state(live, health);
		setText(this.#cells.rate, number(speed));
		setText(this.#cells.backlog, live.unknown ? 'unknown' : number(backlog));
		setText(this.#cells.age, age(live.ageSeconds));
		setText(this.#cells.inFlight, number(trigger.inFlight)
				+ (live.concurrency ? ` of ${live.concurrency}` : ''));
		setText(this.#cells.failures, number(trigger.counts.retried + trigger.counts.deadLettered));
		const error = trigger.lastError ? trigger.lastError.message : '';
		setText(this.#cells.error, (error === trigger.reason) ? '' : short(error));
		setText(this.#cells.letters, number(live.deadLetters));
		this.searched = [trigger.name, trigger.type, source, this.#cells.state.textContent, trigger.handler].join(' ')
			.toLowerCase();
	}

	#state(live, health) {
		const { name, state } = live.trigger;
		const down = Boolean(health) && health.status === 'DOWN';
		setText(this.#cells.state, shown(live.trigger, health));
		this.#cells.state.className = 'value state ' + (down ? 'failing' : state);
		setText(this.#cells.reason, trouble(live, health));
		if (this.#wish) {
			const paused = state === 'paused';
			this.#wish.dataset.state = paused ? 'running' : 'paused';
			this.#wish.hidden = state === 'disabled';
			setText(this.#wish, paused ? 'Resume' : 'Pause');
			this.#wish.setAttribute('aria-label', (paused ? 'Resume ' : 'Pause ') + name);
		}
	}

}

/** Of the name of a class its last part; all of it is told with the trigger's other figures. */
function short(error) {
	return /^[\w.$]+$/.test(error) ? error.slice(error.lastIndexOf('.') + 1) : error;
}
