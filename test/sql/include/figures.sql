-- Read by mart, views and refused_rows: figures for a mart of organisation 1281
-- that is first in the search path. What each of them is for stands in views.

INSERT INTO organisation VALUES ('1280', 'Malmö stad');
COPY unit (organisation, code, name, parent) FROM stdin (FORMAT csv);
1281,sn,Socialnämnden (social welfare board),
1281,eb,Ekonomiskt bistånd (income support),sn
1281,fam,Family support,sn
1281,norr,Norr,eb
1281,syd,Syd,eb
1281,ost,Öst,eb
1281,vast,Väst,eb
1280,eb,Ekonomiskt bistånd,
\.
COPY budget_head (organisation, code, name, pool) FROM stdin (FORMAT csv);
1281,fb,Försörjningsstöd (financial assistance),support
1281,adm,Administration,support
1281,boende,Housing,
1281,bidrag,State grants,
1280,fb,Försörjningsstöd,support
\.
COPY scenario (organisation, code, kind, fiscal_year, as_of, adopted, stated_total) FROM stdin (FORMAT csv);
1281,outcome-2021,outcome,2021,2021-12-31,t,
1281,budget-2022,budget,2022,,t,
1281,outcome-2022,outcome,2022,2022-12-31,t,
1281,budget-2023,budget,2023,,t,
1281,budget-2023-draft,budget,2023,,f,
1281,forecast-2023-04,forecast,2023,2023-04-30,t,-1500
1281,forecast-2023-08,forecast,2023,2023-08-31,f,
1281,forecast-2023-empty,forecast,2023,2023-10-31,t,
1281,budget-2024,budget,2024,,t,
1281,outcome-2024-empty,outcome,2024,,t,
1280,budget-2022,budget,2022,,t,
1280,outcome-2022,outcome,2022,,t,
\.
COPY ledger (organisation, scenario, unit, head, flow, month, amount) FROM stdin (FORMAT csv);
1281,outcome-2021,eb,fb,cost,,900
1281,budget-2022,eb,fb,cost,,1000.00
1281,budget-2022,eb,adm,cost,,200
1281,budget-2022,eb,bidrag,revenue,,500
1281,outcome-2022,eb,fb,cost,2022-01-01,600
1281,outcome-2022,eb,fb,cost,2022-02-01,650.50
1281,outcome-2022,eb,boende,cost,2022-12-01,30
1281,outcome-2022,eb,bidrag,revenue,,450
1281,budget-2023,eb,fb,cost,,1200
1281,budget-2023,eb,fb,revenue,,200
1281,budget-2023,eb,adm,cost,,300
1281,budget-2023-draft,eb,fb,cost,,9999
1281,forecast-2023-04,eb,fb,cost,,1500
1281,forecast-2023-04,eb,fb,revenue,,100
1281,forecast-2023-04,eb,adm,cost,,250
1281,forecast-2023-08,eb,fb,cost,,1150
1281,forecast-2023-08,eb,fb,revenue,,150
1281,budget-2024,eb,fb,cost,,1100
1280,budget-2022,eb,fb,cost,,7
1280,outcome-2022,eb,fb,cost,,8
\.
INSERT INTO transfer_rule (from_head, to_head, max_amount, cost, source) VALUES
    ('adm', 'fb', 40.50, 1, 'Board'), ('fb', 'adm', NULL, 0, NULL);
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES
    (2022, 'sn', 5000), (2022, 'eb', 1000), (2023, 'sn', 5200.50), (2023, 'fam', 300), (2025, 'eb', 700);
INSERT INTO budget_change (fiscal_year, unit, head, cause, amount, temporary, position) VALUES
    (2023, 'eb', NULL, 'Savings',          -700, true,  2),
    (2023, NULL, NULL, 'Price index',       150, false, 1),
    (2024, 'eb', 'fb', 'Fewer households', -250, false, 3),
    (2026, NULL, NULL, 'Too early to tell',   1, false, 4);
INSERT INTO stated_driver (scenario, cause, amount) VALUES
    ('forecast-2023-04', 'More households', -1000),
    ('forecast-2023-04', 'Higher prices', -800.25),
    ('forecast-2023-04', 'Vacancies', 200),
    ('outcome-2022', 'Not said', -10);
COPY published_figure (document, table_code, row_label, column_label, printed, amount, printed_to, measure) FROM stdin (FORMAT csv);
plan,t1,A,2023,100 000,100000000,1000,SEK
plan,t1,B,2023,50 000,50000000,1000,SEK
plan,t1,Total as printed,2023,150 000,150000000,1000,SEK
plan,t1,Total off by a million,2023,151,151000000,1000000,SEK
plan,t1,Total off by 1000,2023,150 001,150001000,1000,SEK
plan,t1,Total off by 2000,2023,150 002,150002000,1000,SEK
plan,t1,A - B,2023,50 000,50000000,1000,SEK
plan,t1,B - A,2023,-50 000,-50000000,1000,SEK
plan,t2,Cost,2023,90.6,90.6,0.1,SEK
plan,t2,Revenue,2023,30.2,30.2,0.1,SEK
plan,t2,Net,2023,60,60,1,SEK
plan,t3,Households,2023,1 003,1003,1,households
plan,t3,Cost per household and month,2023,8 500,8500,1,SEK
plan,t3,"Cost of a year, exact",2023,102 306 000,102306000,1,SEK
plan,t3,"Cost of a year, in millions",2023,102,102000000,1000000,SEK
plan,t3,"Cost of a year, wrong",2023,112,112000000,1000000,SEK
plan,t3,More households,2023,10,10,1,households
plan,t3,At another cost,2023,200,200,1,SEK
plan,t3,Two groups,2023,102 330 000,102330000,1,SEK
plan,t3,No household,2023,0,0,1,households
plan,t3,Cost of none,2023,8 400,8400,1,SEK
plan,t3,Cost of none too high,2023,9 000,9000,1,SEK
plan,t4,Mean,2023,75 000,75000000,1000,SEK
plan,t4,Too large,2023,9999999999999,9999999999999,1,SEK
plan,t4,Too large too,2023,9999999999999,9999999999999,1,SEK
plan,t4,Their product,2023,1,1,1,SEK
summary,text,A again,2023,100.0,100000000,100000,SEK
summary,text,B again,2023,50 001,50001000,1000,SEK
summary,text,Nothing follows,2023,5,5,1,SEK
\.
COPY published_relation (document, table_code, row_label, column_label, relation, basis, term, factor,
                         part_document, part_table_code, part_row_label, part_column_label) FROM stdin (FORMAT csv);
plan,t1,Total as printed,2023,total,rows,1,1,plan,t1,A,2023
plan,t1,Total as printed,2023,total,rows,2,1,plan,t1,B,2023
plan,t1,Total off by a million,2023,total,rows,1,1,plan,t1,A,2023
plan,t1,Total off by a million,2023,total,rows,2,1,plan,t1,B,2023
plan,t1,Total off by 1000,2023,total,rows,1,1,plan,t1,A,2023
plan,t1,Total off by 1000,2023,total,rows,2,1,plan,t1,B,2023
plan,t1,Total off by 2000,2023,total,rows,1,1,plan,t1,A,2023
plan,t1,Total off by 2000,2023,total,rows,2,1,plan,t1,B,2023
plan,t1,A - B,2023,difference,rows,1,1,plan,t1,A,2023
plan,t1,A - B,2023,difference,rows,2,-1,plan,t1,B,2023
plan,t1,A - B,2023,difference,text,1,-1,plan,t1,B - A,2023
plan,t1,B - A,2023,difference,rows,1,1,plan,t1,B,2023
plan,t1,B - A,2023,difference,rows,2,-1,plan,t1,A,2023
plan,t2,Net,2023,net,rows,1,1,plan,t2,Cost,2023
plan,t2,Net,2023,net,rows,2,-1,plan,t2,Revenue,2023
plan,t3,"Cost of a year, exact",2023,product,rows,1,12,plan,t3,Households,2023
plan,t3,"Cost of a year, exact",2023,product,rows,1,1,plan,t3,Cost per household and month,2023
plan,t3,"Cost of a year, in millions",2023,product,rows,1,1,plan,t3,Households,2023
plan,t3,"Cost of a year, in millions",2023,product,rows,1,12,plan,t3,Cost per household and month,2023
plan,t3,"Cost of a year, wrong",2023,product,rows,1,12,plan,t3,Households,2023
plan,t3,"Cost of a year, wrong",2023,product,rows,1,1,plan,t3,Cost per household and month,2023
plan,t3,Two groups,2023,product,rows,1,12,plan,t3,Households,2023
plan,t3,Two groups,2023,product,rows,1,1,plan,t3,Cost per household and month,2023
plan,t3,Two groups,2023,product,rows,2,12,plan,t3,More households,2023
plan,t3,Two groups,2023,product,rows,2,1,plan,t3,At another cost,2023
plan,t3,Cost of none,2023,product,rows,1,2,plan,t3,No household,2023
plan,t3,Cost of none,2023,product,rows,1,1,plan,t3,Cost per household and month,2023
plan,t3,Cost of none too high,2023,product,rows,1,2,plan,t3,No household,2023
plan,t3,Cost of none too high,2023,product,rows,1,1,plan,t3,Cost per household and month,2023
plan,t4,Mean,2023,mean,rows,1,0.5,plan,t1,A,2023
plan,t4,Mean,2023,mean,rows,2,0.5,plan,t1,B,2023
plan,t4,Their product,2023,product,rows,1,1,plan,t4,Too large,2023
plan,t4,Their product,2023,product,rows,1,1,plan,t4,Too large too,2023
summary,text,A again,2023,restatement,text,1,1,plan,t1,A,2023
summary,text,B again,2023,restatement,text,1,1,plan,t1,B,2023
\.
COPY household_month (organisation, unit, month, households, payments) FROM stdin (FORMAT csv);
1281,norr,2008-01-01,10,80000
1281,syd,2008-02-01,10,80000
1281,norr,2009-01-01,10,90000
1281,syd,2009-02-01,10,80000
1281,norr,2011-01-01,100,800000
1281,syd,2011-01-01,50,500000
1281,norr,2011-02-01,100,800000
1281,vast,2011-02-01,10,120000
1281,norr,2011-03-01,100,900000
1281,norr,2012-01-01,110,900000
1281,syd,2012-01-01,45,460000
1281,norr,2012-02-01,120,990000
1281,ost,2012-02-01,20,150000
1281,norr,2012-03-01,99,
1281,norr,2012-04-01,130,1100000
1281,norr,2013-02-01,125,1000000.01
1281,vast,2013-02-01,0,-5000
1281,norr,2013-04-01,140,1200000
1281,ost,2013-04-01,25,190000
1281,syd,2022-01-01,10,80000
1281,syd,2022-02-01,0,0
1281,syd,2022-03-01,12,
1281,ost,2022-11-01,4,30000
1281,ost,2022-12-01,2,12000
1281,eb,2022-12-01,7,50001
1281,syd,2023-01-01,11,90000
1281,ost,2023-01-01,3,10000.01
1281,syd,2023-02-01,5,40000
1281,ost,2023-02-01,1,
1281,syd,2023-03-01,9,72000.50
1281,ost,2023-03-01,1,7500
1281,syd,2023-04-01,8,
1281,ost,2023-04-01,1,
1281,ost,2023-05-01,0,-100
1281,ost,2023-11-01,6,48000
1280,eb,2022-11-01,2,2000
1280,eb,2023-01-01,3,3000
\.
COPY support_payment (organisation, unit, household, month, amount) FROM stdin (FORMAT csv);
1281,norr,1,2022-12-01,9000
1281,norr,2,2022-12-01,6000
1281,norr,2,2022-12-01,1500.50
1281,norr,3,2022-12-01,8000
1281,norr,3,2022-12-01,-2000
1281,ost,1,2022-12-01,5000
1281,ost,4,2022-12-01,7000
1281,eb,1,2023-01-01,700
1281,norr,1,2023-01-01,9000
1281,norr,2,2023-01-01,-500
1281,ost,4,2023-01-01,7000
1281,ost,5,2023-01-01,3000
1281,norr,1,2023-02-01,1000
1281,norr,1,2023-02-01,-1000
1281,ost,4,2023-02-01,7000
1281,norr,2,2023-03-01,-500
1281,ost,4,2023-03-01,7000
1281,ost,5,2023-03-01,0
1281,ost,4,2023-04-01,7000
1281,ost,5,2023-04-01,3000
1281,ost,4,2023-05-01,-100
1281,ost,4,2023-06-01,7000
1281,norr,1,2023-12-01,9000
1281,norr,2,2023-12-01,7000
1281,ost,4,2023-12-01,7500
1280,eb,1,2022-12-01,111.11
1280,eb,1,2023-12-01,111.11
1280,eb,2,2023-12-01,222.22
\.
INSERT INTO support_payment (unit, household, month, amount)
SELECT 'vast', household, month, amount
FROM (VALUES (10, '2016-01-01', '2016-10-01', 1000),
             (11, '2016-01-01', '2016-09-01', 1000),
             (12, '2016-01-01', '2016-09-01', 1000),
             (12, '2016-10-01', '2016-10-01', -100),
             (13, '2016-07-01', '2017-04-01', 2000)) AS spell(household, first_month, last_month, amount)
CROSS JOIN generate_series(first_month::timestamp, last_month::timestamp, interval '1 month') AS month;
INSERT INTO household_plan (organisation, fiscal_year, opening_households, closing_households, expected_households,
                            cost_per_household, budget, norm_gap) VALUES
    ('1281', 2021, NULL, NULL, NULL, 7500,    1000000,  NULL),
    ('1281', 2022, NULL, 365,  12,   7500,    1000000,  30000),
    ('1281', 2023, 365,  0,    NULL, 8000.50, 20000000, NULL),
    ('1281', 2024, 0,    366,  200,  NULL,    5000000,  -1000.50),
    ('1281', 2025, NULL, 300,  290,  9000,    NULL,     NULL),
    ('1281', 2026, NULL, NULL, 1,    0.01,    9e12,     NULL),
    ('1281', 2027, NULL, NULL, 1,    100,     -100.50,  NULL),
    ('1280', 2023, 10,   10,   NULL, 100,     12000,    NULL);
COPY goal (organisation, code, name, parent) FROM stdin (FORMAT csv);
1281,work,More people in work,
1281,jobs,Ways to a job,work
1281,support,Less need of support,work
1281,trust,Trust,
1280,work,Arbete,
\.
COPY indicator (organisation, code, goal, name, measure, direction, counted, baseline, due_at_year_end, weight) FROM stdin (FORMAT csv);
1281,plan,work,There is a plan,yes_no,at_least,,,t,1
1281,course,work,There is a course,yes_no,at_least,,,t,1
1281,survey,work,Content with the service,percent,at_least,,,t,1
1281,share,jobs,Share who found a job,percent,at_least,,,t,1
1281,tracks,jobs,Job tracks during the year,count,at_least,job tracks,0,t,1
1281,sick,jobs,Sick leave,percent,at_most,,,t,1
1281,practice,jobs,Days of practice,days,at_least,,,t,0.5
1281,households,support,Households at the end of the year,count,at_most,households,,t,2
1281,wait,support,Days until a decision,days,at_most,,,f,1
1281,evictions,support,Evictions,count,at_most,,,t,1
1280,households,work,Hushåll,count,at_most,hushåll,,t,0
\.
COPY indicator_value (organisation, fiscal_year, indicator, outcome, target, as_of) FROM stdin (FORMAT csv);
1281,2021,plan,0,,
1281,2021,share,0.50,,
1281,2021,households,100,,
1281,2022,plan,0,1,
1281,2022,tracks,3,4,
1281,2022,sick,0.08,0.06,
1281,2022,practice,19,20,
1281,2022,households,90,80,
1281,2022,wait,150,180,
1281,2022,evictions,0,0,
1281,2023,plan,1,1,
1281,2023,share,0.59,0.60,
1281,2023,tracks,5,4,
1281,2023,sick,0.05,0.06,
1281,2023,practice,,20,
1281,2023,households,95,85,
1281,2023,wait,200,180,
1281,2023,evictions,2,,
1281,2024,plan,0,1,2024-07-01
1281,2024,course,1,1,2024-06-30
1281,2024,share,0.64,0.60,2024-07-01
1281,2024,tracks,2,4,2024-07-01
1281,2024,sick,0.08,0.06,2024-07-01
1281,2024,practice,19.5,20,2024-12-31
1281,2024,households,93,85,2024-07-01
1281,2024,wait,190,180,2024-07-01
1281,2024,evictions,1,0,2024-07-01
1280,2023,households,8,7,
\.
COPY assignment (organisation, code, title, source, decided_by, responsible, due_on, status, duplicate_of) FROM stdin (FORMAT csv);
1281,1,Open without a day,Plan,Council,Board,,open,
1281,2,Done,Plan,Council,Board,2023-01-20,done,
1281,3,Cancelled,Plan,Board,,2023-12-31,cancelled,
1281,4,"Done, again",Other plan,Council,Board,2023-12-31,done,2
1280,1,Elsewhere,Plan,Council,Board,,open,
\.
