// Okabe and Ito's colours, which colour-blind readers can tell apart. What means the same has one colour on every page.
const blue = '#0072B2', sky = '#56B4E9', orange = '#E69F00', vermilion = '#D55E00', green = '#009E73', grey = '#AAAAAA', black = '#000000';

export const palette = [blue, orange, green, '#CC79A7', sky, vermilion];

export const colours = {
	Budget: sky, Proposed: blue, Forecast: vermilion, Outcome: vermilion, Stated: orange, Computed: blue, 'Ended at': black,
	Covered: sky, 'Still lacking': vermilion, 'Could give': green, Lacks: vermilion,
	Met: green, 'On track': sky, 'At risk': orange, 'Off track': vermilion, 'No data': grey,
	'On the way to the target': blue, 'The budget pays for': orange, 'Households with support': vermilion,
	'This year': blue, 'The year before': orange
};
