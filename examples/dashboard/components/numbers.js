// Evidence writes every number with ssf, which knows only American marks: 1,234.5 and 12.3%. This turns what it writes into
// the marks of the language (docs/language.md), in charts, tables and text alike: 1 234,5 and 12,3 % in Swedish, 1 234.5 in English.
import ssf from 'ssf';

const decimalMark = '[[language]]' === 'en' ? '.' : ',';
const american = ssf.format;
ssf.format = (code, value, options) => {
	const text = american(code, value, options);
	if (typeof value !== 'number' || typeof text !== 'string' || ssf.is_date(code)) return text;
	return text.replace(/[,.]/g, (mark) => (mark === ',' ? '\u00a0' : decimalMark)).replace('-', '\u2212').replace('%', '\u00a0%');
};

// The same format with the sign of a change.
export const signed = (format) => `+${format};-${format};${format.replace('#,##', '')}`;

// Where an axis that does not begin at zero begins: a round number below all, by a share of their spread.
export function floorOf(values, below = 0.05) {
	const least = Math.min(...values), spread = Math.max(...values) - least || Math.abs(least) || 1;
	const step = 10 ** Math.floor(Math.log10(spread) - 0.3);
	return Math.floor((least - below * spread) / step) * step;
}
