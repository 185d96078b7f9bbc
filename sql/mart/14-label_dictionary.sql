-- label_dictionary: what views and their columns are, in other languages than English, which data_dictionary has from comments

-- By view, and by view.column for what a column means there and nowhere else (label_column has the rest). What is lacking stays in English.
CALL @extschema@.ship_labels(pg_catalog.current_schema()::text, '{sv}'::text[], $label$
dictionary.appropriation_change | Ett verksamhetsområdes kommunbidrag jämfört med året före, omräknat efter omorganisationer och som det angavs
dictionary.assignment_status | Ett uppdrag och hur många dagar som är kvar i dag
dictionary.booked_scenario | Ett utfall som är bokfört per månad, och till och med när
dictionary.booked_until | En enhet och budgetpost i ett utfall per månad, och till och med när den är bokförd
dictionary.booked_year | Ett räkenskapsår vars utfall är bokfört per månad
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
dictionary.episode_by_month | Ett slags insats, en enhet med allt under den, och månad: hur många insatser som fanns, började, slutade och finns kvar, efter form, jämfört med samma månad året före
dictionary.episode_by_year | Ett slags insats, en enhet med allt under den, och år: hur många personer, hur många insatser som började och slutade, och hur många som finns kvar sista dagen
dictionary.exit_reason_by_year | Varför de som lämnade under ett år gjorde det, efter orsak
dictionary.final_outcome | Ett avslutat räkenskapsår: det utfall som prognoser jämförs med
dictionary.forecast_accuracy | En tidigare prognos för en enhet och budgetpost i ett avslutat år, och hur det blev
dictionary.forecast_accuracy_by_year | Hur långt från utfallet tidigare prognoser för ett avslutat år var, alla enheter och budgetposter tillsammans
dictionary.forecast_by_month | En enhet och budgetpost efter varje månad: vad som var bokfört och var året då väntades sluta. Nettokostnad
dictionary.forecast_explanation | Ett steg till en prognos: stegen summerar till prognosen
dictionary.forecast_total_by_month | En organisation efter varje månad: vad som var bokfört och var året då väntades sluta
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
dictionary.monthly_outcome | En enhet och budgetpost i en månad: vad som bokförts
dictionary.monthly_outcome_by_account | Ett konto och en verksamhet inom en enhet och budgetpost i en månad: vad som bokförts
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
dictionary.shown_organisation | En organisation: namn, språk och hur dess pengar skrivs
dictionary.appropriation_change.amount | Årets kommunbidrag; 0 där enheten inte har något
dictionary.appropriation_change.change | Kommunbidraget minus det året före
dictionary.booked_scenario.is_closed | Om hela året är bokfört, av alla enheter och budgetposter: det är angivet, eller två månader har gått
dictionary.booked_year.is_closed | Om hela året är bokfört, av alla enheter och budgetposter: det är angivet, eller två månader har gått
dictionary.budget_bridge.amount | Stegets belopp, negativt där det är en minskning; alla steg summerar till årets budget
dictionary.budget_bridge.basis | Vilken budget som visas: kommunbidrag där båda åren har det, annars den beslutade budgeten
dictionary.budget_bridge.cause | Vad steget är
dictionary.budget_bridge.kind | Förra årets budget (opening), angiven förändring (change) eller det oförklarade (unexplained)
dictionary.budget_bridge.step | Stegets nummer; 0 är förra årets budget
dictionary.budget_by_driver.amount | Belopp, negativt där det är en minskning; de summerar. Volym räknas till förra årets pris, pris på årets volym
dictionary.budget_by_driver.basis | Om det är angivet, beräknat, tillfälliga pengar som upphör, en angiven förändring utan delar eller det delarna lämnar
dictionary.budget_by_driver.cause | Vad det är
dictionary.budget_by_driver.driver | Volym, pris, index, behov, effektivisering, tillfälligt, upphörande eller flyttat; inte angivet där förändringen saknar delar
dictionary.budget_change_by_year.budget | Årets budget; 0 där den inte har något för enheten och budgetposten
dictionary.budget_change_by_year.change | Budgeten minus budgeten året före
dictionary.budget_in_force.kind | Budget eller tilläggsbudget
dictionary.budget_revision.amount | Vad beslutet lägger till, negativt där det minskar; av årets första budget hela beloppet
dictionary.budget_revision.budget_after | Gällande budget efter beslutet och före nästa
dictionary.budget_revision.kind | Budget (ersätter alla före) eller tilläggsbudget (läggs till)
dictionary.budget_rollup.budget | Budgeterad nettokostnad för enheten och budgetposten med allt under dem; tomt nedanför där den beslutades
dictionary.budget_rollup.outcome | Nettokostnad i utfallet eller prognosen, med allt under; 0 där inget är bokfört
dictionary.budget_to_date.is_closed | Om månaden är färdigbokförd för enheten och budgetposten
dictionary.budget_total.amount | Belopp i hela kronor eller annan valuta, netto
dictionary.budget_total.basis | Kommunbidrag (summan av enheternas) eller beslutad budget (i bokföringen)
dictionary.budget_total.cost | Kostnad i den beslutade budgeten; tomt för ett kommunbidrag, som ges netto
dictionary.budget_total.revenue | Intäkt i den beslutade budgeten; tomt för ett kommunbidrag
dictionary.budget_variance.budget | Budgeterad nettokostnad med tilläggsbudgetar; 0 där den inte har något för enheten och budgetposten, tomt där den beslutades högre upp
dictionary.budget_variance.outcome | Nettokostnad i utfallet eller prognosen; tomt där det inte har något för enheten och budgetposten
dictionary.case_event_by_month.outcome | Vad det ledde till; tomt där det inte är angivet
dictionary.case_event_by_year.outcome | Vad det ledde till; tomt för alla tillsammans
dictionary.case_event_by_year.share | De med detta resultat som andel av alla händelser under året
dictionary.case_flow.closing | Hur många som finns vid månadens slut; av bistånd de som hade något i månaden eller inte har varit borta för länge
dictionary.case_flow_by_year.closing | Hur många som finns när den sista av månaderna är slut
dictionary.caseload_by_month.households | Hushåll vars utbetalningar från enheten i månaden är mer än 0; ett hushåll på två enheter räknas på båda
dictionary.caseload_by_month.source | Räknat i utbetalningarna (payments) eller rapporterat (reported)
dictionary.cost_comparison.cost_per_volume | Eget pris: kostnad för var och en
dictionary.cost_comparison.difference | Egen siffra minus jämförelsekommunens
dictionary.cost_comparison.price_effect | Vad som beror på priset: prisskillnaden på den egna volymen. De två delarna summerar till skillnaden
dictionary.cost_comparison.volume_effect | Vad som beror på volymen: volymskillnaden till jämförelsekommunens pris
dictionary.data_dictionary.position | Kolumnens plats i vyn, från 1
dictionary.data_quality.amount | Belopp som det handlar om; tomt där det inte finns något
dictionary.data_quality.detail | Vad som är fel, och vad som kan göras
dictionary.data_quality.item | Vad det handlar om: kod för utfall, enhet, budgetpost eller indikator
dictionary.data_quality.rule | Regelns kod
dictionary.data_quality_rule.rule | Regelns kod
dictionary.data_quality_rule.what | Vad regeln hittar
dictionary.decision_log.amount | Belopp; registrets slag säger vad det är
dictionary.decision_log.is_latest | Om det är det senaste beslutet om posten, av dem som inte har utgått
dictionary.deficit_driver.amount | Angiven del av avvikelsen; under 0 gör den underskottet större
dictionary.deficit_driver.cause | Angiven orsak
dictionary.episode_by_month.closing | Hur många insatser som fortsätter efter månaden: de som fanns och de som började, utom de som avslutades
dictionary.episode_by_month.closing_change | Hur många fler som fortsätter än efter samma månad året före
dictionary.episode_by_month.ended | Hur många insatser som har sin sista dag i månaden
dictionary.episode_by_month.ended_change | Hur många fler som avslutades än i samma månad året före
dictionary.episode_by_month.opening | Hur många insatser som hade börjat före månaden och inte avslutats
dictionary.episode_by_month.started | Hur många insatser som började i månaden
dictionary.episode_by_month.started_change | Hur många fler som började än i samma månad året före
dictionary.episode_by_year.ended | Hur många insatser som avslutades under året
dictionary.episode_by_year.started | Hur många insatser som började under året
dictionary.exit_reason_by_year.ended | Hur många som lämnade av denna orsak; den som lämnar två gånger räknas två gånger
dictionary.exit_reason_by_year.share | De med denna orsak som andel av alla som lämnade
dictionary.forecast_accuracy.forecast | Nettokostnad som prognosen sade för året
dictionary.forecast_accuracy.outcome | Nettokostnad som året slutade på
dictionary.forecast_accuracy.source | Nämndens prognos (stated), ur en delårsrapport (published) eller beräknad i efterhand (computed)
dictionary.forecast_accuracy_by_year.forecast | Prognosernas summa, nettokostnad
dictionary.forecast_accuracy_by_year.outcome | Utfallens summa för samma enheter och budgetposter
dictionary.forecast_accuracy_by_year.source | Nämndens prognos (stated), ur en delårsrapport (published) eller beräknad i efterhand (computed)
dictionary.forecast_by_month.basis | Vad prognosen bygger på, och vad som saknas
dictionary.forecast_by_month.method | Hur den är beräknad: ur tidigare år med flera metoder (auto), i samma takt som hittills (run_rate) eller som resten av budgeten (budget)
dictionary.forecast_explanation.amount | Vad steget lägger till prognosen, nettokostnad; tomt där ingen vet
dictionary.forecast_explanation.what | Vad steget är: bokfört, engångsposter, månader som är kvar, tillväxt, vad flera metoder säger, resten av budgeten; sist det som inte är känt eller är sent
dictionary.forecast_total_by_month.budget | Budget som gällde den dagen, alla enheter och budgetposter; tomt där ingen gällde
dictionary.head_tree.ancestor_code | Kod för budgetposten ovanför, eller för samma
dictionary.head_tree.code | Budgetpostens kod
dictionary.household_budget_gap.budget | Budget för utbetalningar till hushåll
dictionary.household_budget_gap.cost_per_household | Vad ett hushåll kostar i månaden
dictionary.household_budget_gap.gap | Vad budgeten saknar för de väntade hushållen; negativt där något blir över
dictionary.household_check.households | Hushåll räknade i utbetalningarna
dictionary.household_check.payments | Summan av utbetalningarna
dictionary.household_check.verdict | Om de stämmer överens (agrees) eller inte (disagrees)
dictionary.household_cost.source | Räknat i utbetalningarna (payments) eller rapporterat (reported)
dictionary.household_cost_change.cost | Utbetalt under årets månader: förra årets plus de tre delarna
dictionary.household_cost_change.cost_before | Utbetalt under samma månader året före
dictionary.household_cost_change.mix_effect | Ändring för att hushållen finns på enheter där ett hushåll kostar mer eller mindre
dictionary.household_cost_change.months | Hur många månader som jämförs: de med utbetalningar båda åren
dictionary.household_cost_change.price_effect | Ändring för att ett hushåll på samma enhet kostar mer eller mindre
dictionary.household_cost_change.volume_effect | Ändring för att hushållen är fler eller färre, till förra årets medelkostnad
dictionary.household_path.deviation | Hushåll minus väntade: över 0 är det fler än på vägen till målet
dictionary.household_path.expected | Väntade hushåll på den raka vägen till målet, månadens medeltal
dictionary.household_path.households | Olika hushåll med bistånd i månaden; tomt där inte alla är kända, se why_unknown
dictionary.indicator_by_breakdown.outcome | Deras utfall; tomt där det inte finns något
dictionary.indicator_forecast.aggregation | Hur månader blir år: summa, medeltal eller senaste värde
dictionary.indicator_forecast.basis | Vad prognosen bygger på, eller varför den saknas
dictionary.indicator_forecast.forecast | Vad året väntas sluta på; tomt där det inte går att säga
dictionary.indicator_forecast.is_latest | Om det är årets senaste månad
dictionary.indicator_forecast.status | Läge enligt prognosen: uppnått, på väg, i riskzonen, uppnås inte eller går inte att bedöma
dictionary.interim_report_figure.amount | Siffran, där den är pengar, ett belopp eller ett antal
dictionary.interim_report_figure.item | Vad raden handlar om: dess första kolumn
dictionary.interim_report_figure.title | Avsnittets rubrik
dictionary.key_figure_comparison.value | Egen siffra i sin måttenhet; 91 procent är 0,91. Tomt där den saknas
dictionary.key_figure_comparison.verdict | Bästa fjärdedelen, mittersta hälften eller sämsta fjärdedelen; tomt där det inte går att säga
dictionary.key_figure_trend.aggregation | Hur perioder blir år: summa, medeltal eller senaste värde; olika personer kan inte läggas ihop (distinct)
dictionary.key_figure_trend.change | Ändring sedan samma period året före, i måttenheten: 0,02 är två procentenheter
dictionary.key_figure_trend.forecast | Vad räkenskapsåret väntas ge; tomt där det inte går att säga
dictionary.key_figure_trend.source | Vem som publicerar det
dictionary.latest_scenario.is_whole_year | Om det gäller hela året: en prognos gör det, ett utfall där dag eller månader säger det
dictionary.ledger_by_account.budget | Budgeterad nettokostnad med tilläggsbudgetar; 0 där den inte har något för kontot, tomt där den beslutades högre upp
dictionary.ledger_by_account.comparable | Om budgeten är fördelad på konton som utfallet är; annars ska båda summeras innan de jämförs
dictionary.ledger_by_account.outcome | Nettokostnad i utfallet eller prognosen; 0 där bara andra konton har något
dictionary.ledger_row.amount | Belopp, som det lästes in
dictionary.ledger_row.net_cost | Vad raden lägger till nettokostnaden: en kostnads belopp, minus en intäkts
dictionary.length_of_stay.ended | Hur många av dem som har lämnat
dictionary.missing_translation.code | Koden för det som saknas
dictionary.missing_translation.column_name | Kolumn med namnet; för ett ord dess område
dictionary.missing_translation.language | Språk som det saknas på
dictionary.missing_translation.name | Vad som står där i stället
dictionary.missing_translation.table_name | Var översättningen hör hemma: en tabell i translation, eller label för produktens ord
dictionary.monthly_outcome.outcome | Nettokostnad bokförd i månaden
dictionary.monthly_outcome_by_account.outcome | Nettokostnad bokförd i månaden
dictionary.net_cost_deviation.deviation | Avvikelsen i pengar: per invånare gånger invånarna
dictionary.person_support_by_year.long_term_ratio | Vuxna med långvarigt bistånd som andel av de vuxna
dictionary.person_support_by_year.months | Månader av året som är kända
dictionary.placement_cost.cost | Dygn gånger pris; tomt där inget dygn har pris
dictionary.placement_cost.mix_effect | Ändring för att andra former användes
dictionary.placement_cost.price_effect | Ändring för att ett dygn i samma form kostar mer eller mindre
dictionary.placement_cost.volume_effect | Ändring för att dygnen är fler eller färre, till förra årets medelpris
dictionary.reallocation_balance.budget | Beslutad budget; 0 där den inte har något för budgetposten
dictionary.reallocation_balance.budget_after | Budget minus det som ges plus det som fås
dictionary.reallocation_proposal.budget | Beslutad budget; 0 där den inte har något för budgetposten
dictionary.reallocation_proposal.change | Föreslagen budget minus budget; pottens ändringar summerar till 0
dictionary.reallocation_transfer.amount | Vad som flyttas
dictionary.reallocation_transfer.cost | Hur ovälkommen regeln gör flytten, per krona
dictionary.reallocation_transfer.source | Det beslut eller den text som regeln bygger på
dictionary.reconciliation.basis | Vad delarna är: rader, kolumner, text eller annat
dictionary.reconciliation.difference | Tryckt minus beräknat; 0 där siffran följer av sina delar
dictionary.reconciliation.verdict | Följer, inom avrundning, följer inte, lämnar rum (resten är andra), skiljer sig (där sambandet inte är angivet) eller för stort att visa
dictionary.register_history.change | Ändrad eller borttagen
dictionary.register_history.column_name | Kolumn i registret
dictionary.register_history.item_code | Koden som posten hade före
dictionary.register_status.amount | Belopp; amount_is säger vad det är
dictionary.register_status.measure | Vad som görs åt det
dictionary.revenue_by_kind.cost | Kostnad minus interna intäkter och försäljning: vad verksamheten kostar för de egna invånarna
dictionary.risk_matrix.amount | Summan av de belopp som är kända; tomt där inget är det
dictionary.shown_label.area | Vilket slags ord det är
dictionary.shown_label.code | Koden som ordet står för, som vyerna har den
dictionary.shown_label.language | Språk som ordet är på: engelska där organisationens eget saknar det
dictionary.shown_organisation.currency | Valuta för alla belopp
dictionary.shown_organisation.language | Språk som nämnden läser
dictionary.shown_organisation.money | Vad pengarna kallas då, kort, till exempel tkr
dictionary.shown_organisation.money_decimals | Hur många decimaler de skrivs med då
dictionary.shown_organisation.money_divisor | Vad ett belopp i en vy delas med för att skrivas så
dictionary.shown_organisation.money_in_words | Samma med ord, till exempel tusentals kronor (tkr)
dictionary.shown_organisation.money_scale | Hur pengar skrivs: hela, tusental eller miljoner
dictionary.shown_organisation.whole_money | Vad en hel enhet av valutan kallas kort, till exempel kr
dictionary.stale_summary.about | Bokföring, hushåll eller personer: det som har ändrats
dictionary.support_forecast.cost_per_household | Bokfört utan engångsposter, per hushåll och månad
dictionary.support_forecast.method | Hushåll på vägen till målet gånger kostnaden för ett hushåll hittills (drivers), eller bokföringens månader (months)
dictionary.support_forecast.outcome | Vad året slutade på; tomt så länge det pågår
dictionary.support_forecast.why | Varför det inte finns någon prognos
dictionary.target_attainment.attainment | Hur långt målet är uppnått: 1 är precis framme, tomt där det inte går att säga
dictionary.target_attainment.expected | Vad utfallet bedöms mot: målet, eller under året den raka vägen dit
dictionary.target_attainment.outcome | Utfall: ja är 1, nej är 0, 91 procent är 0,91; tomt där det inte finns något
dictionary.target_attainment.status | Läge: uppnått, på väg, i riskzonen, uppnås inte eller går inte att bedöma
dictionary.goal_attainment.met | Hur många av dem som når sitt mål
dictionary.temporary_budget.amount | Belopp per år; negativt där det är en minskning en tid
dictionary.temporary_budget.basis | Angivet för sig (stated) eller en tillfällig förändring (change)
dictionary.temporary_budget.cause | Vad pengarna är till
dictionary.under_compensation.basis | Angivet (stated) eller beräknat (calculated)
dictionary.under_compensation.cause | Vad det är
dictionary.under_compensation.driver | Vad gapet är angivet för; index där det är beräknat
dictionary.under_compensation.gap | Vad som saknas: det som möts minus det som ges; negativt där mer ges
dictionary.under_compensation.met | Vad det blir; tomt där bara gapet är känt
dictionary.unit_tree.ancestor_code | Kod för enheten ovanför, eller för samma
dictionary.unit_tree.code | Enhetens kod
dictionary.waiting_time.ended | Hur många av dem som är avslutade
dictionary.waiting_time.started | Hur många väntetider som började
dictionary.year_end_forecast.booked | Nettokostnad som är bokförd under året till booked_until; tomt där inget är bokfört
dictionary.year_end_forecast.budget | Budget som gällde den dagen; 0 där den inte har något, tomt där den beslutades högre upp
dictionary.year_end_forecast.forecast | Nettokostnad som året väntas sluta på, beräknad; tomt där det inte går att säga
dictionary.budget_execution.aggregate_outturn | PI-1: utfallet som andel av den ursprungliga budgeten, reserver inräknade. Tomt där prognosen saknar något som hade budget, eller där budgeten inte är större än 0
dictionary.budget_execution.composition_variance | PI-2.1: hur mycket utfallet skiljer sig från den ursprungliga budgeten sinsemellan budgetposterna, när hela utfallet är givet; reserver är inte med. Tomt som för aggregate_outturn
dictionary.budget_execution.contingency_share | PI-2.3: utfall på reserver som andel av den ursprungliga budgeten; 0 där det inte finns reserver
dictionary.assignment_status.duplicate_of | Kod för det uppdrag som detta upprepar; räkna bara rader där den är tom
dictionary.reallocation_transfer.max_amount | Det mesta som regeln medger; tomt där det inte finns någon gräns
dictionary.budget_execution.score_1 | PI-1: betyg A till D över detta år och de två före; tomt där ett av dem inte är känt
dictionary.budget_execution.score_2 | PI-2: betyg A till D över samma år, efter det sämre av två mått; tomt där ett av åren inte är känt
dictionary.reallocation_transfer.survives_high | Om allt ändå kan ges när budgetposterna slutar på sin övre gräns
dictionary.reallocation_transfer.survives_low | Om allt ändå behövs när budgetposterna slutar på sin nedre gräns
dictionary.budget_execution.years | För hur många av detta år och de två före måtten är kända; betyg kräver alla tre
$label$::text);
