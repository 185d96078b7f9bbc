-- label_dictionary: what views and the columns that many of them share are, in other languages than English, which data_dictionary has from comments

-- By view; and by *.column for a column that means the same in every view. What is lacking stays in English.
CALL @extschema@.ship_labels(pg_catalog.current_schema()::text, '{sv}'::text[], $label$
dictionary.appropriation_change | Ett verksamhetsområdes kommunbidrag jämfört med året före, omräknat efter omorganisationer och som det angavs
dictionary.assignment_status | Ett uppdrag och hur många dagar som är kvar i dag
dictionary.booked_scenario | Ett utfall som är bokat per månad, och till och med när
dictionary.booked_until | En enhet och budgetpost i ett utfall per månad, och till och med när den är bokad
dictionary.booked_year | Ett räkenskapsår vars utfall är bokat per månad
dictionary.budget_bridge | Ett steg från förra årets budget till årets: förra årets budget, angivna förändringar och det de lämnar oförklarat
dictionary.budget_by_driver | Vad som driver ett års budget: det som anges, volymer och priser, det som upphör, och det som angivna förändringar inte förklarar
dictionary.budget_change_by_year | En enhet och budgetpost: årets budget jämfört med förra årets. Nettokostnad
dictionary.budget_execution | Ett räkenskapsår: utfall eller prognos jämfört med den ursprungliga budgeten, enligt PEFA
dictionary.budget_in_force | En beslutad budget eller tilläggsbudget, och från och till när den gäller
dictionary.budget_revision | En enhet och budgetpost i ett beslut: vad beslutet lägger till budgeten, och budgeten efter det. Nettokostnad
dictionary.budget_rollup | En enhet med allt under den och en budgetpost med allt under den: budgeten jämfört med ett utfall eller en prognos. Nettokostnad
dictionary.budget_to_date | En enhet och budgetpost i en månad: budget jämfört med utfall, för månaden och hittills under året. Nettokostnad
dictionary.budget_total | Ett års budget som helhet, från varje ställe som anger den; de två bör stämma överens
dictionary.budget_variance | En enhet och budgetpost i ett räkenskapsår: gällande budget jämfört med ett utfall eller en prognos. Nettokostnad
dictionary.case_event_by_month | Vad som hände under en månad i ett slags ärende, på en enhet med allt under den: hur ofta och för hur många personer
dictionary.case_event_by_year | Vad som hände under ett år i ett slags ärende, på en enhet med allt under den, jämfört med året före
dictionary.case_flow | En månad, en enhet med allt under den: vilka som fanns före, vilka som kom, vilka som lämnade och vilka som finns efter
dictionary.case_flow_by_year | Ett år, en enhet med allt under den: vilka som kom och vilka som lämnade, jämfört med året före
dictionary.caseload_by_month | En enhet och månad: hushåll med ekonomiskt bistånd och vad de fått utbetalt
dictionary.caseload_by_year | En enhet och ett år: olika hushåll med ekonomiskt bistånd, räknade i utbetalningarna
dictionary.caseload_rollup_by_month | En enhet med allt under den, eller hela organisationen, och månad: olika hushåll med bistånd och vad de fått utbetalt
dictionary.caseload_rollup_by_year | En enhet med allt under den, eller hela organisationen, och år: olika hushåll med bistånd, räknade i utbetalningarna
dictionary.cost_comparison | Ett års kostnad per invånare jämfört med en annan kommuns: vad som beror på volym och vad som beror på pris
dictionary.data_dictionary | En kolumn i en vy
dictionary.data_quality | En misstanke: något i siffrorna som kan vara avsett men oftare är ett fel
dictionary.data_quality_rule | En regel i data_quality: vad den letar efter i siffrorna
dictionary.decision_log | Ett beslut: en post av vilket slag som helst som har en sammanträdesdag och ett beslutande organ
dictionary.deficit_driver | En angiven orsak till ett angivet underskott, och vad orsakerna tillsammans lämnar oförklarat
dictionary.entry_cohort | De som kom under en månad: hur stor andel som inte har lämnat organisationen efter 1 till 24 månader
dictionary.episode_by_year | Ett slags insats, en enhet med allt under den, och år: hur många personer, hur många insatser som började och slutade, och hur många som finns kvar sista dagen
dictionary.exit_reason_by_year | Varför de som lämnade under ett år gjorde det, efter orsak
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
dictionary.ledger_row | En rad i bokföringen, för dem som ser exakta uppgifter
dictionary.length_of_stay | De som kom under ett år: hur länge de stannar, enligt Kaplan och Meier
dictionary.missing_translation | Ett namn eller ord som saknas på ett språk
dictionary.monthly_outcome | En enhet och budgetpost i en månad: vad som bokats
dictionary.monthly_outcome_by_account | Ett konto och en verksamhet inom en enhet och budgetpost i en månad: vad som bokats
dictionary.net_cost_deviation | Ett års nettokostnad jämfört med referenskostnaden: avvikelsen per invånare och totalt
dictionary.person_support_by_year | En enhet med allt under den, eller hela organisationen, och år: olika personer med bistånd, räknade som i den nationella statistiken
dictionary.placement_cost | Placeringar under ett år: dygn, pris och kostnad, varför kostnaden ändrades och vad de som finns kostar till årets slut
dictionary.published_interim_report | En delårsrapport som den publicerades; samma datum publicerat igen är en ny version
dictionary.reallocation_balance | En budgetpost efter alla omdisponeringar: vem som ger, vem som får och vilket underskott som är kvar
dictionary.reallocation_proposal | En budgetpost bland dem som delar på sina medel: vad den kan avstå eller saknar, och dess budget om de delar
dictionary.reallocation_transfer | En tillåten omdisponering i den bästa planen
dictionary.reconciliation | En tryckt summa, skillnad eller annan härledd siffra jämförd med vad dess tryckta delar ger
dictionary.register_history | Vad en uppgift i ett register var före en ändring
dictionary.register_status | En post i registren som den är i dag: vad som ska ses över, vad som löper ut och vad det kostar
dictionary.return_share | De som lämnade organisationen under ett år: hur stor andel som var tillbaka inom 6, 12 och 24 månader
dictionary.revenue_by_kind | En enhet och budgetpost: kostnad och nettokostnad som den nationella statistiken definierar dem, och intäkterna däremellan
dictionary.risk_matrix | En sannolikhet och konsekvens, och de risker som bedömts så
dictionary.shown_label | Ett av produktens ord på organisationens språk
dictionary.stale_summary | Ett år som är långsamt att läsa till nästa uppdatering
dictionary.support_by_fact | En enhet med allt under den och månad, efter hushållstyp och hinder för försörjning: hushåll och vad de fått utbetalt
dictionary.support_forecast | Ett sätt att göra prognos för ekonomiskt bistånd, efter varje månad
dictionary.target_attainment | En indikator ett år: utfall, målvärde, hur långt det är uppnått och vart det är på väg
dictionary.temporary_budget | Pengar som finns i budgeten en tid, och det år som blir utan dem
dictionary.under_compensation | Där priserna stiger mer än budgeten räknas upp: vad som ges, vad som möts och vad som saknas
dictionary.unit_tree | En enhet och en som den ligger under, eller den själv
dictionary.waiting_time | De vars väntan började under ett år: hur länge den varar, enligt Kaplan och Meier
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
dictionary.*.kind_code | Slagets kod
dictionary.*.month | Månadens första dag
dictionary.*.scenario | Kod för budgeten, utfallet eller prognosen
dictionary.*.scenario_kind | Om det är en budget, en tilläggsbudget, ett utfall eller en prognos
dictionary.*.budget_scenario | Den gällande budgetens kod
dictionary.*.as_of | Den dag som uppgifterna gäller
dictionary.*.booked_until | Sista dagen som är färdigbokad
dictionary.*.budget_cost | Kostnad i budgeten
dictionary.*.budget_revenue | Intäkt i budgeten
dictionary.*.outcome_cost | Kostnad i utfallet eller prognosen
dictionary.*.outcome_revenue | Intäkt i utfallet eller prognosen
dictionary.*.original_budget | Den budget som beslutades först
dictionary.*.low | Nedre gränsen för ett intervall som ska rymma utfallet fyra gånger av fem
dictionary.*.high | Övre gränsen för samma intervall
dictionary.*.decided_on | Dagen för beslutet
dictionary.*.period_start | Periodens första dag
dictionary.*.account | Konto i bokföringen
dictionary.*.activity | Aktivitet eller projekt
dictionary.*.last_day | Räkenskapsårets sista dag
dictionary.*.why_unknown | Varför något inte är känt
dictionary.*.why_no_verdict | Varför det inte finns någon avvikelse
dictionary.*.why_hidden | Varför något inte visas för läsare
dictionary.*.unit_of_measure | Måttenhet
dictionary.*.direction | Om ett högt värde är bra eller dåligt
dictionary.*.breakdown | Vilka det gäller: alla, kvinnor, män eller en ålder
$label$::text);
