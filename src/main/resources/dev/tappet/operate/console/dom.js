// Elements are made here, and what they say is set as text alone: nothing that a message holds becomes markup.

export const byId = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === 'function') {
			element.addEventListener(name, value);
		}
		else if (value === true) {
			element.setAttribute(name, '');
		}
		else if (value !== false && value !== null && value !== undefined) {
			element.setAttribute(name, String(value));
		}
	}
	element.append(...children.filter((child) => child !== null && child !== undefined));
	return element;
}

/** Leaves what is the same alone, so that a screen reader is not told of it. */
export function setText(element, text) {
	if (element.textContent !== text) {
		element.textContent = text;
	}
}

const SAID_FOR = 20_000;

let saying = 0;

/** Says what has happened, where it can be seen and is read out; what went wrong until something else is said. */
export function say(text, wrong = false) {
	const place = byId('detail').open ? byId('detail-message') : byId('message');
	place.classList.toggle('wrong', wrong);
	place.textContent = text;
	clearTimeout(saying);
	if (!wrong) {
		saying = setTimeout(() => place.textContent = '', SAID_FOR);
	}
}

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function number(value) {
	return (value === null || value === undefined) ? '–' : numbers.format(value);
}

export function age(seconds) {
	if (seconds === null || seconds === undefined) {
		return '–';
	}
	const units = [[86400, 'd'], [3600, 'h'], [60, 'min']];
	for (const [size, name] of units) {
		if (seconds >= size) {
			return numbers.format(seconds / size) + ' ' + name;
		}
	}
	return numbers.format(seconds) + ' s';
}

export function time(text) {
	return text ? new Date(text).toLocaleString() : 'unknown';
}

/** Asks before something is done that cannot be undone. */
export function confirmed(question, label) {
	const dialog = byId('confirm');
	setText(byId('confirm-question'), question);
	setText(byId('confirm-yes'), label);
	return new Promise((resolve) => {
		let answered = false;
		const close = (answer) => {
			answered = answer;
			dialog.close();
		};
		byId('confirm-no').onclick = () => close(false);
		byId('confirm-yes').onclick = () => close(true);
		dialog.addEventListener('close', () => resolve(answered), { once: true });
		dialog.showModal();
		byId('confirm-no').focus();
	});
}
