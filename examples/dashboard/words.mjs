// Puts the words of a language in place of [[words]] in every file of directories. English stands there itself, other languages in
// words/LANGUAGE.json. What is lacking there, or stands there and is used nowhere, is an error, and so are values (@name) that differ.
//
// Money is printed as its mart prints it (organisation.mjs). In [[MART|words]] stand @Words and @words for what it is counted in
// (thousands of kronor), @scaled for the same in short (kSEK), @whole for one of the currency, @headline for the unit of the one large
// figure, and the values @name:m for money, @name:c for a change of it and @name:h for a headline. [[MART.divisor]] and [[MART.headline]]
// are what amounts are divided by, [[MART.fmt]], [[MART.signed]] and [[MART.blank]] the formats of numbers, [[MART.currency]] the code.
// usage: node words.mjs LANGUAGE WORDS-DIRECTORY MARTS.JSON DIRECTORY ...
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [language, words, organisations, ...directories] = process.argv.slice(2);
const file = join(words, `${language}.json`);
const dictionary = language === 'en' ? undefined : JSON.parse(readFileSync(file, 'utf8'));
const complaints = new Set(), used = new Set();
const values = (text) => [...new Set([...text.matchAll(/@\w+(:\w+)?/g)].map(([value]) => value))].sort().join();
const meansSomething = /['"<>{}\\]/; // in SQL, in HTML or in attributes, where words stand

function said(key) {
	if (meansSomething.test(key)) complaints.add(`«${key}» has a sign that means something in SQL or HTML`);
	if (key === 'language') return language;
	if (!dictionary) return key;
	used.add(key);
	const text = dictionary[key];
	if (typeof text !== 'string') complaints.add(`no ${language} for «${key}»`);
	else if (meansSomething.test(text)) complaints.add(`«${text}» has a sign that means something in SQL or HTML`);
	else if (values(text) !== values(key)) complaints.add(`«${text}» has not the values of «${key}»`);
	else return text;
	return key;
}

// How a mart prints money. Whole amounts stay whole in the headline too, others are millions there.
const marts = Object.fromEntries(Object.entries(JSON.parse(readFileSync(organisations, 'utf8'))).map(([mart, shown]) => {
	const isWhole = shown.money_scale === 'whole';
	const plain = (text) => { if (meansSomething.test(text)) complaints.add(`what ${mart} calls its money, «${text}», has a sign that means something in SQL or HTML`); return text; };
	const digits = shown.money_decimals > 0 ? `.${'0'.repeat(shown.money_decimals)}` : '';
	return [mart, {
		divisor: shown.money_divisor, currency: shown.currency, scaled: plain(shown.money), whole: plain(shown.whole_money), words: plain(shown.money_in_words),
		headline: isWhole ? 1 : 1000000, headlineUnit: () => (isWhole ? shown.whole_money : `${said('million')} ${shown.whole_money}`),
		fmt: `#,##0${digits}`, signed: `+#,##0${digits};-#,##0${digits};0${digits}`, blank: `#,##0${digits};-#,##0${digits};`,
		m: digits ? ':d' : '', c: digits ? ':e' : ':s', h: isWhole ? '' : ':d'
	}];
}));
function ofMart(mart, text) {
	const money = marts[mart];
	const upper = (words) => words.charAt(0).toUpperCase() + words.slice(1);
	return text.replace(/@(\w+):([mch])\b/g, (_, name, code) => `@${name}${money[code]}`)
		.replace(/@(Words|words|scaled|whole|headline)\b/g, (_, name) => (name === 'Words' ? upper(money.words) : name === 'headline' ? money.headlineUnit() : money[name]));
}
function put(key) {
	const [, mart, what] = key.match(/^(\w+)[|.](.+)$/) ?? [];
	if (!mart || !marts[mart]) return said(key);
	if (key[mart.length] === '|') return ofMart(mart, said(what));
	if (!['string', 'number'].includes(typeof marts[mart][what])) complaints.add(`[[${key}]] is nothing that is known of how ${mart} prints money`);
	return marts[mart][what];
}

for (const directory of directories) {
	for (const name of readdirSync(directory, { recursive: true })) {
		if (!/\.(md|svelte|js|sql)$/.test(name)) continue;
		const path = join(directory, String(name));
		const text = readFileSync(path, 'utf8');
		// Whatever prints money says in what.
		for (const [figure, tag] of text.matchAll(/(<Figure\b[^\n]*)[\s\S]*?<\/Figure>/g)) {
			for (const [column, mart] of figure.matchAll(/<[^\n]*\[\[(\w+)\.(?:fmt|signed|blank)\]\][^\n]*/g)) {
				if (!tag.match(new RegExp(`unit="\\[\\[${mart}\\|[^"]*@[Ww]ords`)) && !column.includes('@scaled')) complaints.add(`${path}: ${tag.slice(0, 100)} ... does not name the unit of its money`);
			}
		}
		for (const [, key] of text.matchAll(/\[\[([^[\]\n]+)\]\]/g)) if (/kron|SEK|EUR/.test(key)) complaints.add(`«${key}» names a currency, which is the organisation’s to choose`);
		writeFileSync(path, text.replace(/\[\[([^[\]\n]+)\]\]/g, (_, key) => put(key)));
	}
}
if (dictionary) for (const key of Object.keys(dictionary)) if (!used.has(key)) complaints.add(`«${key}» is used nowhere`);
if (complaints.size) {
	console.error([...complaints].map((text) => `${existsSync(file) ? file : directories[0]}: ${text}`).join('\n'));
	process.exit(1);
}
