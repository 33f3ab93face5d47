// A test call: the handler runs once with what was typed, outside of the source.

import { el, number, say } from './dom.js';
import { allows, write } from './api.js';

let forms = 0;

export function trial(name) {
	if (!allows('invoke')) {
		return { element: el('p', {}, 'The endpoint "invoke" does not allow it.'), take: null };
	}
	const id = 'payload-' + (++forms);
	const payload = el('textarea', { id, rows: 6, spellcheck: 'false', autocomplete: 'off' });
	const base64 = el('input', { type: 'checkbox', id: id + '-base64' });
	const result = el('pre', { class: 'content outcome', role: 'status', tabindex: '0', 'aria-label': 'Outcome' });
	const button = el('button', { type: 'button', class: 'strong' }, 'Call the handler');
	button.addEventListener('click', async () => {
		button.disabled = true;
		result.textContent = 'The handler runs …';
		result.classList.remove('wrong');
		try {
			const body = base64.checked ? { base64: payload.value.trim() } : { payload: payload.value };
			const answer = await write('invoke', name, body);
			result.classList.toggle('wrong', answer.outcome !== 'success');
			result.textContent = told(answer);
		}
		catch (ex) {
			result.classList.add('wrong');
			result.textContent = ex.message;
		}
		button.disabled = false;
		button.focus();
	});
	const element = el('div', {},
			el('p', {}, 'Calls the handler in this instance, with all that it does. Nothing is read from the source, '
					+ 'acknowledged, retried or counted.'),
			el('label', { for: id }, 'Payload'), payload,
			el('p', {}, base64, ' ', el('label', { for: id + '-base64' }, 'it is written in Base64')),
			el('div', { class: 'actions' }, button), result);
	const take = (copy) => {
		payload.value = copy.text ?? copy.base64;
		base64.checked = copy.text === undefined;
		result.textContent = '';
		payload.focus();
		say('The copy is in the test call below; edit it there. The dead letter stays as it is.');
	};
	return { element, take };
}

function told(answer) {
	const lines = [`${answer.outcome} after ${number(answer.durationMs)} ms`];
	if (answer.error) {
		lines.push(answer.error);
	}
	if (answer.stack) {
		lines.push(answer.stack);
	}
	return lines.join('\n');
}
