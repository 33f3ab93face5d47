// What is set for a trigger and where, as Spring Boot's endpoint tells it: that one decides which values are shown.

import { el } from './dom.js';
import { readAll } from './api.js';

/** What stands in the place of a value that is not to be shown. */
const HIDDEN = '******';

export function settings(name) {
	const place = el('div', {}, el('p', { class: 'small' }, 'Asking …'));
	load(name, place);
	return place;
}

async function load(name, place) {
	try {
		const pattern = `^(tappet\\.(triggers\\.${name}|defaults)\\.|TAPPET_)`;
		const rows = effective(name, (await readAll('env', { pattern })).propertySources);
		place.replaceChildren((rows.length > 0) ? table(rows)
				: el('p', { class: 'small' }, 'Nothing is set for it; all is as it is by default.'));
		if (rows.some((row) => row.value === HIDDEN)) {
			place.append(el('p', { class: 'small' },
					'Values are hidden, unless management.endpoint.env.show-values has them shown.'));
		}
	}
	catch (ex) {
		place.replaceChildren(el('p', {}, ex.message));
	}
}

/**
 * What holds of the keys that are set: the trigger's own before that of all triggers, and of either the first that is
 * found, since sources come in the order of their precedence.
 */
export function effective(name, sources) {
	const found = new Map();
	for (const prefix of [uniform(`tappet.triggers.${name}.`), uniform('tappet.defaults.')]) {
		for (const source of sources) {
			for (const [key, property] of Object.entries(source.properties ?? {})) {
				const same = uniform(key);
				const rest = same.slice(prefix.length);
				if (same.startsWith(prefix) && !found.has(rest)) {
					found.set(rest, { key, value: String(property.value), place: property.origin ?? source.name });
				}
			}
		}
	}
	return [...found.values()];
}

/** Environment variables spell keys in their own way. */
function uniform(key) {
	return key.toLowerCase().replaceAll('_', '.').replaceAll('-', '').replaceAll(/\.+/g, '.');
}

function table(rows) {
	return el('dl', { class: 'settings' }, ...rows.flatMap((row) => [el('dt', {}, row.key),
			el('dd', {}, row.value, el('span', { class: 'small' }, row.place))]));
}
