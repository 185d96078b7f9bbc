// What Evidence's components lack for those who see little, use a keyboard or hear the page: the words of a chart are as dark as others
// (4.5 to one against white, WCAG 1.4.3, which axe-core cannot see in a picture); a choice is a button that opens a dialogue, and is
// expanded while that is there; a table that is pushed sideways can be reached, and has a name, and on a phone none is pushed.
import { evidenceThemeLight as theme } from '@evidence-dev/component-utilities/echartsThemes';

for (const words of [theme.legend.textStyle, theme.categoryAxis.axisLabel, theme.valueAxis.axisLabel, theme.logAxis.axisLabel, theme.timeAxis.axisLabel]) words.color = '#4b4b4b';

const set = (element, name, value) => element.getAttribute(name) === value || element.setAttribute(name, value);

// A table that is wider than a phone becomes a list there: a row is its name, with each value below it under its heading (+layout.svelte).
// Whether it is wider is measured while it is a table, so one that fits stays one. A fold has no width while it is closed.
function fit(box) {
	const table = box.querySelector('table');
	table.classList.remove('listed');
	if (window.innerWidth > 900 || box.scrollWidth <= box.clientWidth) return;
	table.classList.add('listed');
	set(table, 'role', 'table');
	const headings = [...table.querySelectorAll('thead tr:last-child th')].map((heading) => heading.textContent.trim());
	for (const row of table.querySelectorAll('tr:not(thead tr)')) {
		set(row, 'role', 'row');
		[...row.cells].forEach((cell, i) => set(cell, 'data-heading', ['', '-'].includes(cell.textContent.trim()) ? '' : headings[i]));
	}
}

export function mend(root) {
	const look = () => {
		for (const button of root.querySelectorAll('button[data-popover-trigger]')) {
			button.removeAttribute('role');
			set(button, 'aria-expanded', String(document.querySelector('[data-popover-content]') !== null && button.dataset.state === 'open'));
		}
		// The menu calls its first page Home in every language.
		for (const link of root.querySelectorAll('a[href="/"]')) if (link.textContent.trim() === 'Home' && '[[Home]]' !== 'Home') link.textContent = '[[Home]]';
		for (const box of root.querySelectorAll('.scrollbox')) {
			set(box, 'tabindex', '0');
			set(box, 'role', 'region');
			set(box, 'aria-label', box.closest('figure')?.querySelector('.title')?.textContent ?? '[[Table]]');
			fit(box);
		}
	};
	look();
	// A font that comes late is another width, and what is shown may be, too: a fold that opens, a phone that is turned.
	document.fonts.ready.then(look);
	window.addEventListener('resize', look);
	root.addEventListener('toggle', look, true);
	const observer = new MutationObserver(look);
	observer.observe(root, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ['role', 'data-state', 'aria-expanded'] });
	return { destroy: () => (observer.disconnect(), window.removeEventListener('resize', look)) };
}
