// Who works for a trigger and what each holds. The broker is asked when somebody wants to know, and not again by itself.

import { el, number, setText } from './dom.js';
import { read } from './api.js';

const SIGNS = { alive: 'yes', gone: 'none any more', foreign: 'not one of Tappet’s' };

export function workers(name) {
	const said = el('p', { class: 'small', role: 'status' });
	const place = el('div');
	const load = async () => {
		setText(said, 'Asking …');
		let found = [];
		try {
			const trigger = await read('triggers', name);
			found = trigger.workers ?? [];
			setText(said, trigger.workers ? all(found.length, trigger.moreWorkers)
					: 'Not known: the source cannot tell, or has not answered.');
		}
		catch (ex) {
			setText(said, ex.message);
		}
		place.replaceChildren(...(found.length > 0 ? [table(found)] : []));
	};
	load();
	return el('div', {}, said, place,
			el('div', { class: 'actions' }, el('button', { type: 'button', click: load }, 'Ask again')));
}

function all(shown, more) {
	return `${shown} over all instances` + (more ? `, and at least ${number(more)} more` : '');
}

function table(found) {
	const heads = ['Worker', 'Holds', 'Signs of life'].map((each) => el('th', { scope: 'col' }, each));
	return el('table', { 'aria-label': 'Workers' }, el('thead', {}, el('tr', {}, ...heads)),
			el('tbody', {}, ...found.map(row)));
}

/** Of what nobody outside of the worker knows there is no number. */
function held({ held, partitions }) {
	if (partitions !== undefined) {
		return count(partitions, 'partition');
	}
	return (held !== undefined) ? count(held, 'message') : '–';
}

const count = (many, what) => `${number(many)} ${what}${(many === 1) ? '' : 's'}`;

function row(worker) {
	return el('tr', {}, el('th', { scope: 'row' }, worker.instance),
			el('td', { 'data-label': 'Holds', class: 'value' }, held(worker)),
			el('td', { 'data-label': 'Signs of life' }, SIGNS[worker.state] ?? worker.state));
}
