-- report_style: how an organisation's reports write money and numbers

CREATE OR REPLACE VIEW live_report_style AS
SELECT organisation.organisation,
       pg_catalog.jsonb_build_object(
           'language', organisation.language, 'decimal_mark', language.decimal_mark, 'group_mark', language.group_mark,
           'divisor', scale.divisor, 'decimals', scale.decimals,
           'money', coalesce(own.text, pg_catalog.format(usual.text, organisation.currency)),
           'amount', coalesce(own_whole.text, organisation.currency),
           'money_in_words', coalesce(own_words.text, pg_catalog.format(usual_words.text, organisation.currency))) AS style
FROM organisation
JOIN language ON language.code = organisation.language
JOIN (VALUES ('whole'::text, 1, 0), ('thousands', 1000, 0), ('millions', 1000000, 1)) AS scale(name, divisor, decimals) ON scale.name = organisation.money_scale
JOIN live_label usual ON usual.organisation = organisation.organisation AND usual.area = 'money' AND usual.code = organisation.money_scale
JOIN live_label usual_words ON usual_words.organisation = organisation.organisation AND usual_words.area = 'money' AND usual_words.code = 'long.' || organisation.money_scale
-- What a language calls it, such as tkr.
LEFT JOIN live_label own ON own.organisation = organisation.organisation AND own.area = 'money' AND own.code = organisation.currency || '.' || organisation.money_scale
LEFT JOIN live_label own_whole ON own_whole.organisation = organisation.organisation AND own_whole.area = 'money' AND own_whole.code = organisation.currency || '.whole'
LEFT JOIN live_label own_words ON own_words.organisation = organisation.organisation AND own_words.area = 'money' AND own_words.code = 'long.' || organisation.currency || '.' || organisation.money_scale;
COMMENT ON VIEW   live_report_style              IS 'How the interim reports of an organisation write money and numbers';
COMMENT ON COLUMN live_report_style.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_report_style.style        IS 'language, decimal_mark, group_mark; divisor and decimals of money, and what a unit of it is called (money; in the text money_in_words) and one of an amount';
