// What Evidence's components lack for those who use a keyboard or hear the page: a choice is a button that opens a dialogue, and is
// expanded while that is there; a table that is pushed sideways can be reached, and has a name, and its heads sort it. On a phone one that is wider than the page
// has its rows one below the other (pages/+layout.svelte), each cell behind the head of its column.
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
			const table = box.querySelector('table');
			if (window.innerWidth <= 640 && table?.scrollWidth > box.clientWidth) table.classList.add('stacked');
			for (const head of table?.querySelectorAll('thead tr:last-child th') ?? []) set(head, 'tabindex', table.matches('.stacked') ? '-1' : '0');
			if (table?.matches('.stacked')) {
				const heads = [...table.querySelectorAll('thead tr:last-child th')].map((head) => head.textContent.trim());
				for (const row of table.querySelectorAll('tr:has(td)')) [...row.cells].forEach((cell, i) => set(cell, 'data-head', heads[i] ?? ''));
			}
			set(box, 'tabindex', '0');
			set(box, 'role', 'region');
			set(box, 'aria-label', box.closest('figure')?.querySelector('.title')?.textContent ?? '[[Table]]');
		}
	};
	const press = (event) => {
		if (!['Enter', ' '].includes(event.key) || !event.target.matches('.scrollbox th')) return;
		event.preventDefault();
		event.target.click();
	};
	root.addEventListener('keydown', press);
	look();
	const observer = new MutationObserver(look);
	observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['role', 'data-state', 'aria-expanded', 'open'] });
	return { destroy: () => (observer.disconnect(), root.removeEventListener('keydown', press)) };
}
