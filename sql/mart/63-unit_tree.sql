-- unit_tree: who stands below whom in each fiscal year

-- Sorted, so that it is read once wherever it is joined, as live_unit_path is.
CREATE OR REPLACE VIEW unit_tree AS
SELECT year.organisation,
       year.fiscal_year,
       above.code                                       AS ancestor_code,
       place.code,
       pg_catalog.cardinality(place.path) - above.level::integer   AS distance
FROM live_figure_year year
JOIN live_unit_path place ON place.organisation = year.organisation AND year.fiscal_year BETWEEN place.from_year AND place.until_year
CROSS JOIN LATERAL pg_catalog.unnest(place.path) WITH ORDINALITY AS above(code, level)
ORDER BY year.fiscal_year + 0;
COMMENT ON VIEW   unit_tree               IS 'A unit and one that it stands below, or itself, in a fiscal year that the organisation has figures of: joined by code and filtered by ancestor_code, it has all that stands below that one';
COMMENT ON COLUMN unit_tree.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN unit_tree.fiscal_year   IS 'Fiscal year';
COMMENT ON COLUMN unit_tree.ancestor_code IS 'Code of the unit above, or of the same one';
COMMENT ON COLUMN unit_tree.code          IS 'Code of the unit';
COMMENT ON COLUMN unit_tree.distance      IS 'How many steps it stands below; 0 is itself';
