-- label_dictionary: what views and the columns that many of them share are, in other languages than English, which data_dictionary has from comments

-- By view; and by *.column for a column that means the same in every view. What is lacking stays in English.
CALL @extschema@.ship_labels(pg_catalog.current_schema()::text, '{sv}'::text[], $label$
dictionary.appropriation_change | Ett verksamhetsområdes kommunbidrag jämfört med året före, omräknat efter omorganisationer och som det angavs
dictionary.assignment_status | Ett uppdrag och hur många dagar som är kvar i dag
dictionary.booked_scenario | Ett utfall som är bokat per månad, och till och med när
dictionary.booked_until | En enhet och budgetpost i ett utfall per månad, och till och med när den är bokad
dictionary.booked_year | Ett räkenskapsår vars utfall är bokat per månad
dictionary.budget_bridge | Ett steg från förra årets budget till årets: förra årets budget, angivna förändringar och det de lämnar oförklarat
dictionary.budget_change_by_year | En enhet och budgetpost: årets budget jämfört med förra årets. Nettokostnad
dictionary.budget_execution | Ett räkenskapsår: utfall eller prognos jämfört med den ursprungliga budgeten, enligt PEFA
dictionary.budget_in_force | En beslutad budget eller tilläggsbudget, och från och till när den gäller
dictionary.budget_revision | En enhet och budgetpost i ett beslut: vad beslutet lägger till budgeten, och budgeten efter det. Nettokostnad
dictionary.budget_rollup | En enhet med allt under den och en budgetpost med allt under den: budgeten jämfört med ett utfall eller en prognos. Nettokostnad
dictionary.budget_to_date | En enhet och budgetpost i en månad: budget jämfört med utfall, för månaden och hittills under året. Nettokostnad
dictionary.budget_total | Ett års budget som helhet, från varje ställe som anger den; de två bör stämma överens
dictionary.budget_variance | En enhet och budgetpost i ett räkenskapsår: gällande budget jämfört med ett utfall eller en prognos. Nettokostnad
dictionary.caseload_by_month | En enhet och månad: hushåll med ekonomiskt bistånd och vad de fått utbetalt
dictionary.caseload_by_year | En enhet och ett år: olika hushåll med ekonomiskt bistånd, räknade i utbetalningarna
dictionary.data_dictionary | En kolumn i en vy
dictionary.data_quality | En misstanke: något i siffrorna som kan vara avsett men oftare är ett fel
dictionary.data_quality_rule | En regel i data_quality: vad den letar efter i siffrorna
dictionary.deficit_driver | En angiven orsak till ett angivet underskott, och vad orsakerna tillsammans lämnar oförklarat
dictionary.final_outcome | Ett avslutat räkenskapsår: det utfall som prognoser jämförs med
dictionary.forecast_accuracy | En tidigare prognos för en enhet och budgetpost i ett avslutat år, och hur det blev
dictionary.forecast_accuracy_by_year | Hur långt från utfallet tidigare prognoser för ett avslutat år var, alla enheter och budgetposter tillsammans
dictionary.forecast_by_month | En enhet och budgetpost efter varje månad: vad som var bokat och var året då väntades sluta. Nettokostnad
dictionary.forecast_explanation | Ett steg till en prognos: stegen summerar till prognosen
dictionary.forecast_total_by_month | En organisation efter varje månad: vad som var bokat och var året då väntades sluta
dictionary.goal_attainment | Måluppfyllelse: ett mål under ett år, med alla indikatorer för målen under det
dictionary.head_tree | En budgetpost och en som den ligger under, eller den själv
dictionary.household_budget_gap | Ett års plan: hur många hushåll budgeten räcker till, hur många som väntas och vad som saknas
dictionary.household_check | En enhet och månad som har både utbetalningar och rapporterade siffror, och om de stämmer överens
dictionary.household_cost | En enhet och månad: hushåll med ekonomiskt bistånd, vad de fått utbetalt och hur många de var ett år tidigare
dictionary.household_cost_change | Ett år jämfört med året före: vad fler eller färre hushåll, deras fördelning på enheter och kostnaden för varje hushåll förändrade
dictionary.household_path | En månad på vägen mot målet för antalet hushåll, jämfört med de hushåll som fanns
dictionary.indicator_by_breakdown | En indikator ett år för kvinnor, män eller en ålder, jämfört med alla
dictionary.indicator_forecast | En indikator efter en månad: vad året ger hittills, var det slutar och om målvärdet då nås
dictionary.interim_report_figure | En siffra i en publicerad delårsrapport som inte har dragits tillbaka
dictionary.key_figure_comparison | Ett nyckeltal jämfört med en grupp av jämförbara kommuner
dictionary.key_figure_per_inhabitant | Ett nyckeltal per invånare
dictionary.key_figure_trend | Ett nyckeltal för en period, jämfört med samma period året före, året hittills och målvärdet
dictionary.latest_scenario | Det utfall eller den prognos för ett år som räknas
dictionary.ledger_by_account | Ett konto och en verksamhet inom en enhet och budgetpost: gällande budget jämfört med utfall eller prognos. Nettokostnad
dictionary.missing_translation | Ett namn eller ord som saknas på ett språk
dictionary.monthly_outcome | En enhet och budgetpost i en månad: vad som bokats
dictionary.monthly_outcome_by_account | Ett konto och en verksamhet inom en enhet och budgetpost i en månad: vad som bokats
dictionary.published_interim_report | En delårsrapport som den publicerades; samma datum publicerat igen är en ny version
dictionary.reallocation_balance | En budgetpost efter alla omdisponeringar: vem som ger, vem som får och vilket underskott som är kvar
dictionary.reallocation_proposal | En budgetpost bland dem som delar på sina medel: vad den kan avstå eller saknar, och dess budget om de delar
dictionary.reallocation_transfer | En tillåten omdisponering i den bästa planen
dictionary.reconciliation | En tryckt summa, skillnad eller annan härledd siffra jämförd med vad dess tryckta delar ger
dictionary.shown_label | Ett av produktens ord på organisationens språk
dictionary.stale_summary | Ett år som är långsamt att läsa till nästa uppdatering
dictionary.support_forecast | Ett sätt att göra prognos för ekonomiskt bistånd, efter varje månad
dictionary.target_attainment | En indikator ett år: utfall, målvärde, hur långt det är uppnått och vart det är på väg
dictionary.unit_tree | En enhet och en som den ligger under, eller den själv
dictionary.year_end_forecast | En enhet och budgetpost per ett datum: var året slutar, jämfört med budgeten och med nämndens egen prognos. Nettokostnad
dictionary.*.organisation | Organisationens kod
dictionary.*.fiscal_year | Räkenskapsår
dictionary.*.unit_code | Enhetens kod
dictionary.*.unit | Enhetens namn
dictionary.*.head_code | Budgetpostens kod
dictionary.*.head | Budgetpostens namn
dictionary.*.goal | Målets namn
dictionary.*.goal_code | Målets kod
dictionary.*.indicator | Indikatorns namn
dictionary.*.indicator_code | Indikatorns kod
dictionary.*.key_figure | Nyckeltalets namn
dictionary.*.key_figure_code | Nyckeltalets kod
$label$::text);
