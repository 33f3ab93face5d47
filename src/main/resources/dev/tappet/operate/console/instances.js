// Which instances live, as they say themselves. Asked now and then, and when somebody wants to know.

import { byId, el, number, setText, time } from './dom.js';
import { offers, readAll } from './api.js';

const EVERY = 10_000;

const SIGNS = { alive: 'yes', gone: 'none any more' };

/** Whoever answers now may offer something else than before. */
export function begin() {
	byId('instances-again').onclick = load;
	setInterval(load, EVERY);
	load();
}

async function load() {
	byId('instances').hidden = !offers('instances');
	if (!offers('instances') || document.hidden) {
		return;
	}
	try {
		const found = await readAll('instances');
		setText(byId('instances-said'), said(found));
		byId('instances-rows').replaceChildren(...found.instances.map(row));
	}
	catch (ex) {
		setText(byId('instances-said'), `Not known. ${ex.message}`);
	}
}

function said({ instances, moreInstances, scope, unanswered }) {
	if (unanswered) {
		const missing = unanswered.map((connection) => `"${connection}"`).join(', ');
		return `The Redis of the connection ${missing} has not answered, so others may be missing.`;
	}
	if (scope === 'instance') {
		return 'This instance knows of itself alone: it reads from no Redis, where instances say that they live.';
	}
	const alive = instances.filter(({ state }) => state === 'alive').length;
	const gone = instances.length - alive;
	return `${alive} alive` + ((gone > 0) ? `, ${gone} ended without a word in the last minutes` : '')
			+ (moreInstances ? `, and at least ${number(moreInstances)} more` : '');
}

function row(each) {
	return el('tr', { role: 'row' },
			el('th', { scope: 'row', role: 'rowheader' }, each.instance,
					each.this ? el('span', { class: 'small' }, 'this one, which shows the page') : null),
			cell('Signs of life', SIGNS[each.state] ?? each.state),
			cell('Since', time(each.since)),
			cell('Last sign of life', time(each.lastSeen)));
}

const cell = (label, text) => el('td', { role: 'cell', 'data-label': label }, text);
