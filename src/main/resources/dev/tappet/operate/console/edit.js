// An edited copy of a dead letter, put back in its place: what was typed into it, and all the rest as it was.

import { el, say } from './dom.js';

let forms = 0;

/** What of a dead letter can be edited: what is shown whole, and comes back from a text area as it went in. */
export function editable(letter) {
	const parts = letter.payload ? [{ name: null, value: letter.payload }] : (letter.fields ?? []);
	return parts.filter((part) => !part.value.cut && !(part.name ?? '').endsWith('…') && keepsItsLines(part.value)
			&& parts.filter((other) => other.name === part.name).length === 1);
}

/** A text area has one kind of line ends, so of two kinds one would get lost. */
function keepsItsLines({ text }) {
	return text === undefined || !text.includes('\r') || /^(?:[^\r\n]|\r\n)*$/.test(text);
}

/** What a request says of an edited copy, or null where nothing is another. */
export function edited(parts, typed) {
	const changed = parts.map((part, i) => ({ name: part.name, was: part.value, is: asItWas(part.value, typed[i]) }))
		.filter(({ was, is }) => is !== (was.text ?? was.base64));
	if (changed.length === 0) {
		return null;
	}
	const [{ name, was, is }] = changed;
	if (name === null) {
		return ('text' in was) ? { payload: is } : { base64: is };
	}
	return { fields: Object.fromEntries(new Map(changed.map((each) =>
			[each.name, ('text' in each.was) ? each.is : { base64: each.is }]))) };
}

function asItWas(value, typed) {
	if (value.text === undefined) {
		return typed.trim();
	}
	return value.text.includes('\r') ? typed.replaceAll('\n', '\r\n') : typed;
}

/** A form that hands on what is to be another. */
export function editor(letter, replay) {
	const parts = editable(letter);
	const areas = parts.map(({ value }) => {
		const area = el('textarea', { id: 'copy-' + (++forms), rows: 6, spellcheck: 'false', autocomplete: 'off' });
		area.value = value.text ?? value.base64;
		return area;
	});
	const labels = parts.map(({ name, value }, i) => el('label', { for: areas[i].id },
			((name === null) ? 'Payload of the copy' : `Field ${name} of the copy`)
			+ (value.text === undefined ? ', in Base64' : '')));
	const send = () => {
		const change = edited(parts, areas.map((area) => area.value));
		if (change === null) {
			say('Nothing was changed. "Replay" puts it back as it is.');
		}
		else {
			replay(change);
		}
	};
	const form = el('div', { hidden: true, class: 'copy' }, ...labels.flatMap((label, i) => [label, areas[i]]),
			el('p', { class: 'small' }, 'What is not shown here stays as it is.'),
			el('div', { class: 'actions' },
					el('button', { type: 'button', class: 'strong', click: send }, 'Replay the edited copy')));
	const button = el('button', { type: 'button', 'aria-expanded': 'false' }, 'Edit and replay');
	button.addEventListener('click', () => {
		form.hidden = !form.hidden;
		button.setAttribute('aria-expanded', String(!form.hidden));
		if (!form.hidden) {
			areas[0].focus();
		}
	});
	return (parts.length > 0) ? { button, form } : null;
}
