-- label_text: the words that come with the product, in English and Swedish

-- A line is area.code, then the word in each language. scripts/install-sql writes other characters than ASCII as \XXXX.
CALL @extschema@.ship_labels(pg_catalog.current_schema()::text, '{en,sv}'::text[], $label$
report.title                        | Interim report of %1$s as of %2$s                                        | Delårsrapport för %1$s per %2$s
report.version                      | Version %1$s, published on %2$s.                                         | Version %1$s, publicerad %2$s.
report.rounding                     | Money in %1$s. Each figure is rounded by itself, so sums can differ by 1. A variance below 0 is a deficit. | Belopp i %1$s. Varje tal är avrundat för sig, så summor kan skilja på 1. En negativ avvikelse är ett underskott.
report.despite                      | Published although readers could tell few households apart: %1$s         | Publicerad trots att läsare kan urskilja enstaka hushåll: %1$s
report.withdrawn                    | Version %1$s was withdrawn on %2$s by %3$s: %4$s                         | Version %1$s drogs tillbaka %2$s av %3$s: %4$s
section.year_end                    | Where will the year end?                                                 | Var slutar året?
section.heads                       | How does each head stand?                                                | Hur ligger varje budgetpost till?
section.drivers                     | How does the board explain it?                                           | Hur förklarar nämnden det?
section.household_plan              | How many households does the budget for support pay for?                 | Hur många hushåll räcker budgeten för ekonomiskt bistånd till?
section.households                  | How many households get support?                                         | Hur många hushåll får ekonomiskt bistånd?
section.targets                     | Which targets are met?                                                   | Vilka målvärden nås?
section.comments                    | What do those say who answer for it?                                     | Vad säger de ansvariga?
section.data_quality                | What is to be checked in these figures?                                  | Vad behöver kontrolleras i siffrorna?
column.year_end.budget              | Budget                                                                   | Budget
column.year_end.booked              | Booked                                                                   | Utfall ack.
column.year_end.forecast            | Forecast                                                                 | Helårsprognos
column.year_end.previous_forecast   | Before                                                                   | Förra
column.year_end.low                 | Low                                                                      | Lägst
column.year_end.high                | High                                                                     | Högst
column.year_end.variance            | Variance                                                                 | Avvikelse
column.year_end.variance_ratio      | of the budget                                                            | av budget
column.heads.head                   | Head                                                                     | Budgetpost
column.heads.budget                 | Budget                                                                   | Budget
column.heads.budget_to_date         | To date                                                                  | Budget ack.
column.heads.booked                 | Booked                                                                   | Utfall ack.
column.heads.used                   | Used                                                                     | Förbrukat
column.heads.forecast               | Computed                                                                 | Beräknat
column.heads.previous_forecast      | Before                                                                   | Förra
column.heads.variance               | Variance                                                                 | Avvikelse
column.heads.stated_forecast        | Stated                                                                   | Nämndens
column.heads.stated_variance        | Variance                                                                 | Avvikelse
column.drivers.cause                | Cause                                                                    | Orsak
column.drivers.amount               | Amount                                                                   | Belopp
column.household_plan.households    | Households                                                               | Hushåll
column.household_plan.amount        | Amount a year                                                            | Belopp per år
column.households.month             | Month                                                                    | Månad
column.households.expected          | On the way to the target                                                 | På vägen mot målet
column.households.households        | Households                                                               | Hushåll
column.households.deviation         | Deviation                                                                | Skillnad
column.households.change_ratio      | in a year                                                                | på ett år
column.households.payments          | Payments                                                                 | Utbetalt
column.households.cost_per_household | Cost of each                                                            | Kostnad per hushåll
column.targets.indicator            | Indicator                                                                | Indikator
column.targets.target               | Target                                                                   | Målvärde
column.targets.outcome              | Outcome                                                                  | Utfall
column.targets.status               | Status                                                                   | Måluppfyllelse
column.targets.outcome_before       | Latest before                                                            | Senast före
column.targets.year_before          | of                                                                       | år
column.targets.status_before        | Status then                                                              | Måluppfyllelse då
column.comments.about               | About                                                                    | Gäller
column.comments.comment             | Comment                                                                  | Kommentar
column.comments.signed_by           | Signed by                                                                | Undertecknad av
column.comments.signed_on           | on                                                                       | den
column.data_quality.what            | What                                                                     | Vad
column.data_quality.item            | Where                                                                    | Var
column.data_quality.month           | Month                                                                    | Månad
column.data_quality.suspicions      | How many                                                                 | Förekomster
row.stated                          | Stated by the board as of %1$s                                           | Nämndens prognos per %1$s
row.computed                        | Computed from the months until %1$s                                      | Beräknat på månaderna t.o.m. %1$s
row.all_heads                       | All heads                                                                | Alla budgetposter
row.explained                       | The stated causes together                                               | De angivna orsakerna tillsammans
row.unexplained                     | Not explained by them                                                    | Inte förklarat av dem
row.stated_total                    | Variance as stated                                                       | Avvikelse enligt nämnden
row.expected                        | Expected on average in a month                                           | Väntat i genomsnitt per månad
row.funded                          | The budget pays for                                                      | Budgeten räcker till
row.missing                         | Missing                                                                  | Saknas
row.report                          | The whole report                                                         | Hela rapporten
row.errors                          | Errors, unless they are meant                                            | Fel, om de inte är avsedda
row.warnings                        | Warnings                                                                 | Varningar
row.notes                           | Notes                                                                    | Noteringar
row.number_of_heads                 | %1$s heads                                                               | %1$s budgetposter
sentence.interval                   | Low and high are meant to hold the outcome four times out of five.       | Lägst och högst är tänkta att rymma utfallet fyra gånger av fem.
sentence.no_budget_no_variance      | No budget is in force, so there is no variance.                          | Ingen budget gäller, så det finns ingen avvikelse.
sentence.no_whole                   | The board's forecast as of %1$s is no whole: it lacks units with a budget, of %2$s. | Nämndens prognos per %1$s är inte hel: den saknar enheter med budget, för %2$s.
sentence.no_outcome                 | No outcome by month and no forecast by head is known.                    | Inget utfall per månad och ingen prognos per budgetpost är känd.
sentence.no_budget                  | No budget is in force.                                                   | Ingen budget gäller.
sentence.some_not_computed          | A head without bookings by month has no computed figure.                 | En budgetpost utan utfall per månad har ingen beräknad prognos.
sentence.lacks_units                | The board's forecast lacks units with a budget, of %1$s.                 | Nämndens prognos saknar enheter med budget, för %1$s.
sentence.heads_more                 | Each head is computed from its own months: together they come to %1$s more than the whole. | Varje budgetpost är beräknad på sina egna månader: tillsammans blir de %1$s mer än helheten.
sentence.heads_less                 | Each head is computed from its own months: together they come to %1$s less than the whole. | Varje budgetpost är beräknad på sina egna månader: tillsammans blir de %1$s mindre än helheten.
sentence.not_known                  | Not known of a month in which a unit has told nothing: %1$s.             | Inte känt för en månad då en enhet inte har rapporterat: %1$s.
sentence.see_data_quality           | The view data_quality says of each what is wrong, and what to do.        | Vyn data_quality visar för varje rad vad som är fel och vad som ska göras.
money.whole                         | %1$s                                                                     | %1$s
money.thousands                     | 1000 %1$s                                                                | 1000 %1$s
money.millions                      | m %1$s                                                                   | mn %1$s
money.SEK.whole                     | SEK                                                                      | kr
money.SEK.thousands                 | kSEK                                                                     | tkr
money.SEK.millions                  | MSEK                                                                     | mnkr
money.long.whole                    | whole %1$s                                                               | hela %1$s
money.long.thousands                | thousands of %1$s                                                        | tusental %1$s
money.long.millions                 | millions of %1$s                                                         | miljoner %1$s
money.long.SEK.whole                | whole kronor (SEK)                                                       | hela kronor (kr)
money.long.SEK.thousands            | thousands of kronor (kSEK)                                               | tusentals kronor (tkr)
money.long.SEK.millions             | millions of kronor (MSEK)                                                | miljoner kronor (mnkr)
unit.count                          | number                                                                   | antal
unit.share                          | %                                                                        | %
unit.percent                        | per cent                                                                 | procent
unit.persons                        | persons                                                                  | personer
unit.households                     | households                                                               | hushåll
unit.reports                        | reports                                                                  | anmälningar
unit.posts                          | posts                                                                    | tjänster
unit.days                           | days                                                                     | dagar
measure.yes                         | yes                                                                      | ja
measure.no                          | no                                                                       | nej
measure.days                        | days                                                                     | dagar
measure.no_outcome                  | no outcome                                                               | inget utfall
measure.no_target                   | no target                                                                | inget målvärde
measure.secret                      | secret                                                                   | sekretess
measure.missing                     | missing                                                                  | saknas
measure.not_applicable              | not applicable                                                           | inte aktuellt
measure.preliminary                 | preliminary                                                              | preliminärt
measure.more_than                   | more than %1$s                                                           | mer än %1$s
measure.less_than                   | less than %1$s                                                           | mindre än %1$s
measure.more_than_unknown           | more than the year before, which is not known                            | mer än året innan, som inte är känt
measure.less_than_unknown           | less than the year before, which is not known                            | mindre än året innan, som inte är känt
measure.change_unknown              | a change from the year before, which is not known                        | en förändring från året innan, som inte är känt
key_figure.mart.net_cost            | Net cost                                                                 | Nettokostnad
key_figure.mart.variance_to_date    | Budget minus outcome, so far in the year                                 | Budget minus utfall, hittills i år
key_figure.mart.households          | Households with financial support                                        | Hushåll med ekonomiskt bistånd
key_figure.mart.cost_per_household  | Financial support for each household and month                           | Ekonomiskt bistånd per hushåll och månad
key_figure.mart.long_term_share     | Households with support in at least 10 months of the year                | Hushåll med bistånd minst 10 månader under året
key_figure.mart.entries             | Households that came or came back                                        | Hushåll som kom eller kom tillbaka
key_figure.mart.exits               | Households that left                                                     | Hushåll som lämnade
key_figure.mart.length_of_stay      | Median time with support of who came in the year                         | Mediantid med bistånd för dem som kom under året
key_figure.mart.returned_within_12_months | Back within 12 months, of households that left in the year               | Tillbaka inom 12 månader, av hushåll som lämnade under året
key_figure.mart.cost_per_placement_day | Cost of a day in a placement                                             | Kostnad per placeringsdygn
key_figure.mart.net_cost.           | Net cost                                                                 | Nettokostnad
key_figure.mart.entries.            | Persons that came or came back                                           | Personer som kom eller kom tillbaka
key_figure.mart.exits.              | Persons that left                                                        | Personer som lämnade
key_figure.mart.waiting_days.       | Median days of waiting                                                   | Median för väntetid i dagar
key_figure.mart.targets_met         | Targets met, of those with an outcome                                    | Uppnådda mål, av dem med utfall
status.met                          | met                                                                      | uppnått
status.on_track                     | on track                                                                 | på väg
status.at_risk                      | at risk                                                                  | i riskzonen
status.off_track                    | off track                                                                | uppnås inte
status.no_data                      | no data                                                                  | underlag saknas
trend.improving                     | improving                                                                | bättre
trend.level                         | level                                                                    | oförändrat
trend.worsening                     | worsening                                                                | sämre
direction.at_least                  | at least                                                                 | minst
direction.at_most                   | at most                                                                  | högst
driver.volume                       | volume                                                                   | volym
driver.price                        | price                                                                    | pris
driver.index                        | index                                                                    | index
driver.efficiency                   | efficiency                                                               | effektivisering
driver.ending                       | ending                                                                   | upphör
assignment.open                     | open                                                                     | pågår
assignment.done                     | done                                                                     | genomfört
assignment.cancelled                | cancelled                                                                | utgår
phasing.stated                      | stated                                                                   | angiven
phasing.seasonal                    | seasonal                                                                 | säsongsmönster
phasing.even                        | even                                                                     | jämn (tolftedelar)
scenario.budget                     | budget                                                                   | budget
scenario.supplement                 | supplement                                                               | tilläggsbudget
scenario.outcome                    | outcome                                                                  | utfall
scenario.forecast                   | forecast                                                                 | prognos
basis.appropriation                 | appropriation                                                            | kommunbidrag
basis.adopted budget                | adopted budget                                                           | beslutad budget
basis.stated                        | stated                                                                   | angivet
basis.computed                      | computed                                                                 | beräknat
basis.path                          | path                                                                     | vägen mot målet
flow.cost                           | cost                                                                     | kostnad
flow.revenue                        | revenue                                                                  | intäkt
method.auto                         | auto                                                                     | sammanvägd
method.seasonal                     | seasonal                                                                 | säsongsmönster
method.last_year                    | last year                                                                | som förra året
method.run_rate                     | run rate                                                                 | i samma takt
method.theta                        | theta                                                                    | theta
method.budget                       | budget                                                                   | som budget
method.outcome                      | outcome                                                                  | utfall
method.last                         | last                                                                     | senaste läget
aggregation.sum                     | sum                                                                      | summa
aggregation.mean                    | mean                                                                     | medelvärde
aggregation.last                    | last                                                                     | läget vid slutet
aggregation.distinct                | distinct                                                                 | olika, kan inte summeras
breakdown.total                     | total                                                                    | totalt
breakdown.women                     | women                                                                    | kvinnor
breakdown.men                       | men                                                                      | män
severity.error                      | error                                                                    | fel
severity.warning                    | warning                                                                  | varning
severity.note                       | note                                                                     | notering
verdict.follows                     | follows                                                                  | stämmer
verdict.within rounding             | within rounding                                                          | stämmer med avrundning
verdict.does not follow             | does not follow                                                          | stämmer inte
verdict.leaves room                 | leaves room                                                              | lämnar utrymme
verdict.differs                     | differs                                                                  | skiljer sig
verdict.out of range                | out of range                                                             | för stort
relation.total                      | total                                                                    | summa
relation.difference                 | difference                                                               | skillnad
relation.net                        | net                                                                      | netto
relation.product                    | product                                                                  | produkt
relation.mean                       | mean                                                                     | medelvärde
relation.restatement                | restatement                                                              | samma siffra
relation.stock                      | stock                                                                    | bestånd
relation.whole                      | whole                                                                    | helhet
figure.budget                       | Budget                                                                   | Budget
figure.budget_to_date               | Budget to date                                                           | Budget hittills
figure.outcome                      | Outcome                                                                  | Utfall
figure.outcome_to_date              | Outcome to date                                                          | Utfall hittills
figure.forecast                     | Forecast                                                                 | Helårsprognos
figure.variance                     | Variance                                                                 | Avvikelse
figure.deficit                      | Deficit                                                                  | Underskott
figure.surplus                      | Surplus                                                                  | Överskott
figure.utilisation                  | Used of the budget                                                       | Förbrukat av budget
figure.net_cost                     | Net cost                                                                 | Nettokostnad
figure.cost                         | Cost                                                                     | Kostnad
figure.revenue                      | Revenue                                                                  | Intäkt
figure.households                   | Households                                                               | Hushåll
figure.income_support               | Income support                                                           | Ekonomiskt bistånd
figure.attainment                   | Attainment                                                               | Måluppfyllelse
figure.board                        | Board                                                                    | Nämnd
figure.unit                         | Unit                                                                     | Enhet
figure.service_area                 | Service area                                                             | Verksamhetsområde
figure.head                         | Head                                                                     | Budgetpost
figure.goal                         | Goal                                                                     | Mål
figure.indicator                    | Indicator                                                                | Indikator
figure.assignment                   | Assignment                                                               | Uppdrag
$label$::text);
