// The dead letters of a trigger: page by page, each to be read, replayed as it was or edited, deleted, or tried in a test call.

import { el, setText, time } from './dom.js';
import { allows, read } from './api.js';
import { act } from './acts.js';
import { copies } from './copies.js';
import { editor } from './edit.js';

const PAGE = 20;

let lists = 0;

export function letters(name, call) {
	const list = new Letters(name, call && call.take);
	list.load();
	return list.element;
}

class Letters {

	#name;

	#take;

	#reason;

	#since;

	#rows = el('div', { class: 'letters' });

	#count = el('p', { role: 'status', tabindex: '-1' });

	#more = el('button', { type: 'button', hidden: true, click: () => this.#next() }, 'Show older ones');

	#before = null;

	/** Which load this is: the answers to an earlier one come too late. */
	#load = 0;

	#ofAll = null;

	#acting = false;

	constructor(name, take) {
		this.#name = name;
		this.#take = take;
		const id = 'letters-' + (++lists);
		this.#reason = el('input', { id: id + '-reason', type: 'search', autocomplete: 'off' });
		this.#since = el('input', { id: id + '-since', type: 'text', autocomplete: 'off', placeholder: '2h', size: 8 });
		const search = el('div', { role: 'search', class: 'actions' },
				el('label', { for: id + '-reason' }, 'Reason contains'), this.#reason,
				el('label', { for: id + '-since' }, 'Given up since'), this.#since,
				el('button', { type: 'button', click: () => this.load() }, 'Show'));
		search.addEventListener('keydown', (event) => {
			if (event.key === 'Enter' && event.target.tagName === 'INPUT') {
				this.load();
			}
		});
		this.element = el('div', {}, search, this.#count, this.#all(), this.#rows, this.#more);
	}

	#all() {
		if (!allows('deadletters')) {
			return el('p', { class: 'small' }, 'The endpoint allows neither replay nor deletion.');
		}
		this.#ofAll = el('div', { class: 'actions', hidden: true },
				el('button', { type: 'button', click: () => this.#act('replay', this.#filter()) }, 'Replay all of these'),
				el('button', { type: 'button', click: () => this.#act('delete', this.#filter()) }, 'Delete all of these'));
		return this.#ofAll;
	}

	#filter() {
		const filter = { reason: this.#reason.value.trim(), since: this.#since.value.trim() };
		const some = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
		return (Object.keys(some).length > 0) ? some : { all: true };
	}

	load() {
		this.#load++;
		this.#before = null;
		this.#rows.replaceChildren();
		return this.#next();
	}

	async #next() {
		const load = this.#load;
		const { reason, since } = this.#filter();
		setText(this.#count, 'Asking …');
		this.#more.hidden = true;
		try {
			const page = await read('deadletters', this.#name, { count: PAGE, before: this.#before, reason, since });
			if (load !== this.#load) {
				return;
			}
			this.#rows.append(...page.deadLetters.map((letter) => this.#show(letter)));
			this.#before = page.next ?? null;
			this.#more.hidden = this.#before === null;
			setText(this.#count, `${page.total} in all, ${this.#rows.children.length} shown`);
			this.#offerAll();
		}
		catch (ex) {
			if (load === this.#load) {
				setText(this.#count, ex.message);
			}
		}
	}

	/** Of a filter that has found none so far there may be some on the next page. */
	#offerAll() {
		if (this.#ofAll) {
			this.#ofAll.hidden = this.#rows.children.length === 0 && this.#before === null;
		}
	}

	#show(letter) {
		const head = el('summary', {}, `${time(letter.failedAt)}, ${attempts(letter.attempts)}: ${letter.reason}`);
		const lines = [`id ${letter.id}, message ${letter.messageId}, from ${letter.source}`];
		Object.entries(letter.headers ?? {}).forEach(([key, value]) => lines.push(`${key}: ${value}`));
		const parts = letter.payload ? [['payload', letter.payload]]
				: (letter.fields ?? []).map((field) => [field.name, field.value]);
		return el('details', { 'data-letter': letter.id }, head,
				el('p', { class: 'small' }, lines.join(' · ')),
				...parts.map(([label, value]) => part(label, value)),
				letter.moreFields ? el('p', {}, `${letter.moreFields} more fields are not shown.`) : null,
				...this.#actions(letter));
	}

	#actions(letter) {
		const buttons = [];
		const named = { ids: [letter.id] };
		let form = null;
		if (allows('deadletters')) {
			buttons.push(el('button', { type: 'button', click: () => this.#act('replay', named) }, 'Replay'));
			const edit = editor(letter, (change) => this.#act('replay', { ...named, ...change }));
			if (edit) {
				buttons.push(edit.button);
				form = edit.form;
			}
			buttons.push(el('button', { type: 'button', click: () => this.#act('delete', named) }, 'Delete'));
		}
		if (this.#take) {
			const offered = copies(letter);
			offered.forEach((copy) => buttons.push(el('button',
					{ type: 'button', click: () => this.#take(copy) }, `Test a copy: ${copy.label}`)));
			if (offered.length === 0) {
				buttons.push(el('span', { class: 'small' }, 'Not all of it is shown, so no copy can be tested here.'));
			}
		}
		return [el('div', { class: 'actions' }, ...buttons), form];
	}

	/** One thing at a time. The button that was used may be gone with its row, so the focus needs another place. */
	async #act(action, which) {
		if (this.#acting) {
			return;
		}
		this.#acting = true;
		const changed = await act(action, this.#name, which);
		this.#acting = false;
		if (changed) {
			await this.load();
			this.#count.focus();
		}
	}

}

function attempts(number) {
	return (number === 1) ? '1 attempt' : `${number} attempts`;
}

function part(label, value) {
	const size = `${value.bytes} bytes` + (value.cut ? ', the first of them shown' : '')
			+ (value.base64 === undefined ? '' : ', in Base64');
	return el('figure', {}, el('figcaption', {}, `${label} (${size})`),
			el('pre', { class: 'content', tabindex: '0', 'aria-label': label }, value.text ?? value.base64));
}
