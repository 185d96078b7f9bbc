-- revenue_by_kind: cost as the national statistics define it

\set SHOW_CONTEXT never
\pset null NULL
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('revenue_mart', organisation => '1281');
RESET client_min_messages;
SET search_path = revenue_mart, public;
INSERT INTO unit (code, name) VALUES ('board', 'Board');
INSERT INTO budget_head (code, name) VALUES ('support', 'Support'), ('homes', 'Homes'), ('none', 'Without revenue');
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('o', 'outcome', 2023, '2023-12-31'), ('b', 'budget', 2023, NULL);
-- Accounts of revenue that begin with 35 are external, but 356 is sale and 3561 internal: the longest counts. Of 39 nothing is said.
INSERT INTO revenue_account (account, kind) VALUES ('35', 'external'), ('356', 'sale'), ('3561', 'internal');
INSERT INTO ledger (scenario, unit, head, flow, account, amount) VALUES
    ('o', 'board', 'support', 'cost', '55', 1000), ('o', 'board', 'support', 'revenue', '351', 100), ('o', 'board', 'support', 'revenue', '3569', 40), ('o', 'board', 'support', 'revenue', '35611', 25), ('o', 'board', 'support', 'revenue', '35', 5),
    ('o', 'board', 'homes', 'cost', '', 500), ('o', 'board', 'homes', 'revenue', '356', 30), ('o', 'board', 'homes', 'revenue', '39', 10), ('o', 'board', 'none', 'cost', '35', 200),
    ('b', 'board', 'support', 'cost', '', 900), ('b', 'board', 'support', 'revenue', '', 160);
SELECT scenario, is_latest, head_code, gross_cost, revenue, external_revenue AS external, internal_revenue AS internal, sale, unknown_revenue AS unknown, cost, net_cost, why_no_cost FROM revenue_by_kind ORDER BY 1, 3;
-- All revenue is of one kind or none; and net cost is that of budget_variance.
SELECT bool_and(r.revenue = r.external_revenue + r.internal_revenue + r.sale + r.unknown_revenue) AS adds_up, bool_and(r.net_cost = v.outcome) AS is_net_cost
FROM revenue_by_kind r JOIN budget_variance v USING (scenario, unit_code, head_code);
-- What is taken back counts against its kind; revenue that comes to nothing is not unknown only where each row is 0.
INSERT INTO ledger (scenario, unit, head, flow, account, amount) VALUES ('o', 'board', 'none', 'revenue', '39', 0), ('o', 'board', 'support', 'revenue', '3562', -40);
SELECT head_code, sale, cost, why_no_cost FROM revenue_by_kind WHERE scenario = 'o' ORDER BY 1;
INSERT INTO revenue_account (account, kind) VALUES ('36', 'other');
INSERT INTO revenue_account (account, kind) VALUES ('', 'sale');
INSERT INTO revenue_account (organisation, account, kind) VALUES ('9999', '36', 'sale');
SET client_min_messages = warning;
DROP SCHEMA revenue_mart CASCADE;
