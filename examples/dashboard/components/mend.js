// What Evidence's components lack for those who see little, use a keyboard or hear the page: the words of a chart are as dark as others
// (4.5 to one against white, WCAG 1.4.3, which axe-core cannot see in a picture); a choice is a button that opens a dialogue, and is
// expanded while that is there; a table that is pushed sideways can be reached, and has a name.
import { evidenceThemeLight as theme } from '@evidence-dev/component-utilities/echartsThemes';

for (const words of [theme.legend.textStyle, theme.categoryAxis.axisLabel, theme.valueAxis.axisLabel, theme.logAxis.axisLabel, theme.timeAxis.axisLabel]) words.color = '#4b4b4b';

export function mend(root) {
	const set = (element, name, value) => element.getAttribute(name) === value || element.setAttribute(name, value);
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
		}
	};
	look();
	const observer = new MutationObserver(look);
	observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['role', 'data-state', 'aria-expanded'] });
	return { destroy: () => observer.disconnect() };
}
