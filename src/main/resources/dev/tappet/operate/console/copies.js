// What can be taken of a dead letter for a test call. What is shown in part alone cannot: a copy would be another message.

export function copies(letter) {
	if (letter.payload) {
		return copy('the payload', letter.payload);
	}
	if (!letter.fields || letter.moreFields) {
		return [];
	}
	const each = letter.fields.flatMap((field) => copy(`the field ${field.name} alone`, field.value));
	return asObject(letter.fields).concat(each);
}

function copy(label, shown) {
	if (shown.cut) {
		return [];
	}
	return [('text' in shown) ? { label, text: shown.text } : { label, base64: shown.base64 }];
}

function asObject(fields) {
	const whole = fields.every((field) => !field.value.cut && 'text' in field.value && !field.name.endsWith('…'));
	if (!whole) {
		return [];
	}
	const object = new Map(fields.map((field) => [field.name, field.value.text]));
	return [{ label: 'all fields as JSON', text: JSON.stringify(Object.fromEntries(object), null, 2) }];
}
