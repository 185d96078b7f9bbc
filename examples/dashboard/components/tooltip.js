// What a chart shows under the pointer is HTML, while names are text that people wrote: no name may become an element.
import { fmt } from '@evidence-dev/component-utilities/formatting';

const signs = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (sign) => signs[sign]);

// For Evidence's bar and line charts, whose own tooltip takes names for HTML: the name, and a line for each series.
// `place` is where a value has its name; its amount is at the other.
export const byName = (format, place) => ({
	formatter: (points) => {
		const lines = points
			.filter(({ seriesName }) => seriesName !== 'stackTotal')
			.map(({ marker, seriesName, value }) => `<br>${marker} ${escapeHtml(seriesName)} <span style="float: right; margin-left: 10px">${escapeHtml(fmt(value[1 - place], format))}</span>`);
		return `<b>${escapeHtml(points[0].value[place])}</b>${lines.reverse().join('')}`;
	}
});
