// Each colour means one thing on every page, and each has three to one against white, so that it can be seen (WCAG 1.4.11).
export const meaning = {
	decided: '#0072B2', // what was decided: budgets, targets, the way to a target
	planned: '#5560D0', // the way to a target, what is proposed
	seen: '#3B3B3B', // what is: outcomes, bookings, households, and totals
	expected: '#52708A', // what is expected: forecasts
	adverse: '#C44E00', // over the budget, lacking, off track, adding to cost
	favourable: '#00785A', // below the budget, to give, met, taking from cost
	nearly: '#3E8F7C', // on track
	doubtful: '#9A6700', // at risk
	unknown: '#767676', // not known or not explained
	came: '#A8326B', // who came for the first time
	returned: '#CF5F94', // who came back
	left: '#7A5230', // who left
	other: '#8A5A9E' // what it is held against: the year before, others, a second opinion
};
const { decided, planned, seen, expected, adverse, favourable, nearly, doubtful, unknown, came, returned, left, other } = meaning;

// For series that have only an order, such as years: from light to dark.
export const order = ['#9A9A9A', '#7C7C7C', '#5E5E5E', '#3B3B3B', '#111111'];

export const colours = {
	'[[Budget]]': decided, '[[Budget so far]]': decided, '[[Target]]': decided, '[[On the way to the target]]': planned, '[[The budget pays for]]': decided, '[[Proposed]]': planned,
	'[[Outcome]]': seen, '[[Forecast]]': expected, '[[Booked so far]]': seen, '[[Households with support]]': seen, '[[This year]]': seen, '[[There at the end]]': seen, '[[Computed]]': expected,
	'[[Stated]]': other, '[[Overdue]]': adverse, '[[Open]]': decided, '[[Done]]': favourable, '[[The year before]]': other, '[[Ended at]]': seen, '[[Low]]': unknown, '[[High]]': unknown,
	'[[Over the budget]]': adverse, '[[Below the budget]]': favourable, '[[Covered]]': favourable, '[[Still lacking]]': adverse, '[[Could give]]': favourable, '[[Lacks]]': adverse,
	'[[Met]]': favourable, '[[On track]]': nearly, '[[At risk]]': doubtful, '[[Off track]]': adverse, '[[No data]]': unknown,
	'[[Came for the first time]]': came, '[[Came back]]': returned, '[[Left]]': left,
	'[[Own]]': seen, '[[Others, median]]': other
};
