// One trigger: what it is, what failed, and what can be done.

import { age, byId, el, number, setText, time } from './dom.js';
import { offers } from './api.js';
import { shown as stateOf, trouble } from './table.js';
import { letters } from './letters.js';
import { settings } from './settings.js';
import { trial } from './trial.js';
import { workers } from './workers.js';

let shown = null;

let latest = new Map();

let health = {};

/** What each line says; those that may be long have a whole one. */
const FACTS = [
	['State', (live) => stateOf(live.trigger, health[live.trigger.name])],
	['Kind', (live) => live.trigger.type],
	['Reason', (live) => trouble(live, health[live.trigger.name]) || '–', true],
	['Reads', (live) => [live.trigger.source].flat().join(', '), true],
	['Handler', (live) => live.trigger.handler],
	['Connection', (live) => live.trigger.connection],
	['In flight here', (live) => number(live.trigger.inFlight)
			+ (live.concurrency ? ` of at most ${live.concurrency}` : '')],
	['Oldest unfinished', (live) => age(live.ageSeconds)],
	['Backlog', (live) => live.backlog
			? `${number(live.backlog.waiting)} waiting, ${number(live.backlog.inFlight)} taken and unfinished, over all instances`
			: (live.unknown ?? '–'), true],
	['Completed', (live) => number(live.trigger.counts.completed)],
	['Retried', (live) => number(live.trigger.counts.retried)],
	['Dead-lettered', (live) => number(live.trigger.counts.deadLettered)],
	['Dropped', (live) => number(live.trigger.counts.dropped)],
	['Taken over', (live) => number(live.trigger.counts.takenOver)],
	['Restarts of the source', (live) => number(live.trigger.counts.restarts)],
	['Gaps', (live) => number(live.trigger.counts.gaps)],
	['Last failure', (live) => live.trigger.lastError
			? `${time(live.trigger.lastError.at)}: ${live.trigger.lastError.message}` : 'none', true]
];

export function follow(moment, known) {
	latest = new Map(moment.triggers.map((live) => [live.trigger.name, live]));
	health = known;
	if (shown && latest.has(shown.name)) {
		shown.show(latest.get(shown.name));
	}
}

export function open(name) {
	const dialog = byId('detail');
	setText(byId('detail-title'), name);
	setText(byId('detail-message'), '');
	const facts = table();
	shown = { name, show: facts.show };
	const call = offers('invoke') ? trial(name) : null;
	byId('detail-content').replaceChildren(
			section('What it does', facts.element),
			section('Workers', workers(name)),
			section('Dead letters', offers('deadletters') ? letters(name, call)
					: el('p', {}, 'The endpoint "deadletters" is not exposed.')),
			section('Test call', call ? call.element : el('p', {}, 'The endpoint "invoke" is not exposed.')),
			...(offers('env') ? [section('Configuration', settings(name))] : []));
	if (latest.has(name)) {
		facts.show(latest.get(name));
	}
	byId('detail-close').onclick = () => dialog.close();
	dialog.addEventListener('close', () => {
		shown = null;
	}, { once: true });
	dialog.showModal();
	byId('detail-title').focus();
}

function section(title, content) {
	const id = 'section-' + title.toLowerCase().replaceAll(' ', '-');
	return el('section', { 'aria-labelledby': id }, el('h3', { id }, title), content);
}

function table() {
	const size = (whole) => whole ? { class: 'whole' } : {};
	const values = FACTS.map(([, , whole]) => el('dd', size(whole)));
	const lines = FACTS.flatMap(([name, , whole], i) => [el('dt', size(whole), name), values[i]]);
	const list = el('dl', { class: 'facts' }, ...lines);
	return { element: list, show: (live) => FACTS.forEach(([, text], i) => setText(values[i], text(live))) };
}
