// Puts the words of a language in place of [[words]] in every file of directories. English stands there itself, other languages in
// words/LANGUAGE.json. What is lacking there, or stands there and is used nowhere, is an error, and so are values (@name) that differ.
// usage: node words.mjs LANGUAGE WORDS-DIRECTORY DIRECTORY ...
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [language, words, ...directories] = process.argv.slice(2);
const file = join(words, `${language}.json`);
const dictionary = language === 'en' ? undefined : JSON.parse(readFileSync(file, 'utf8'));
const complaints = new Set(), used = new Set();
const values = (text) => [...text.matchAll(/@\w+(:\w+)?/g)].map(String).sort().join();

function said(key) {
	// Words stand in SQL, in HTML and in attributes: what means something there is none.
	if (/['"<>{}\\]/.test(key)) complaints.add(`«${key}» has a sign that means something in SQL or HTML`);
	if (key === 'language') return language;
	if (!dictionary) return key;
	used.add(key);
	const text = dictionary[key];
	if (typeof text !== 'string') complaints.add(`no ${language} for «${key}»`);
	else if (/['"<>{}\\]/.test(text)) complaints.add(`«${text}» has a sign that means something in SQL or HTML`);
	else if (values(text) !== values(key)) complaints.add(`«${text}» has not the values of «${key}»`);
	else return text;
	return key;
}

for (const directory of directories) {
	for (const name of readdirSync(directory, { recursive: true })) {
		if (!/\.(md|svelte|js|sql)$/.test(name)) continue;
		const path = join(directory, String(name));
		const text = readFileSync(path, 'utf8');
		writeFileSync(path, text.replace(/\[\[([^[\]\n]+)\]\]/g, (_, key) => said(key)));
	}
}
if (dictionary) for (const key of Object.keys(dictionary)) if (!used.has(key)) complaints.add(`«${key}» is used nowhere`);
if (complaints.size) {
	console.error([...complaints].map((text) => `${existsSync(file) ? file : directories[0]}: ${text}`).join('\n'));
	process.exit(1);
}
