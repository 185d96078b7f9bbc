-- label_column: what a column of that name means in every view, in other languages than English, which data_dictionary has from comments

-- What a column means in one view alone stands in label_dictionary.
CALL @extschema@.ship_labels(pg_catalog.current_schema()::text, '{sv}'::text[], $label$
dictionary.*.about_code | Kod för den post som det handlar om; tomt om det inte handlar om någon
dictionary.*.about_kind_code | Kod för vilket slag av post det är
dictionary.*.about_title | Vad posten heter
dictionary.*.account | Konto i bokföringen
dictionary.*.active_after_12_months | Andel som inte har lämnat efter ett år
dictionary.*.active_after_1_month | Andel som inte har lämnat en månad efter att de kom, som decimaltal; den som är hos en annan enhet räknas som kvar
dictionary.*.active_after_24_months | Andel som inte har lämnat efter två år
dictionary.*.active_after_3_months | Andel som inte har lämnat efter tre månader
dictionary.*.active_after_6_months | Andel som inte har lämnat efter sex månader
dictionary.*.activity | Aktivitet eller projekt
dictionary.*.adopted | Om utfallet gäller
dictionary.*.adults | Personer som fyller minst 18 år under året
dictionary.*.adults_ended | Hur många gånger en vuxen lämnade biståndet: första månaden utan ligger i året och följs av så många som krävs. Den som lämnar två gånger räknas två gånger
dictionary.*.adults_observed_12_months | Hur många av dem som lämnade minst 12 månader innan det som är känt tar slut
dictionary.*.age_unknown | Hur många som saknar födelseår och därför varken är vuxna eller barn
dictionary.*.all_ended | Hur många som lämnade av någon orsak, även de som ingen orsak är angiven för
dictionary.*.amount_at_high | Hur mycket av beloppet som ändå kan ges om budgetposterna slutar på sin övre gräns. Tomt där den som ger inte har något intervall
dictionary.*.amount_at_low | Hur mycket av beloppet som ändå behövs om budgetposterna slutar på sin nedre gräns. Tomt där den som får inte har något intervall
dictionary.*.amount_before | Årets kommunbidrag året före, omräknat till årets enheter: 0 där enheten inte hade något, tomt där inget är känt om det året
dictionary.*.amount_before_stated | Kommunbidraget året före som det angavs för enheten; skiljer sig från amount_before där en del av enheten har flyttats
dictionary.*.amount_cost | Kostnad som beslutet lägger till; amount är amount_cost minus amount_revenue
dictionary.*.amount_is | Vad beloppet är: kostnad per år, eller skada om det händer
dictionary.*.amount_revenue | Intäkt som beslutet lägger till
dictionary.*.as_of | Den dag som uppgifterna gäller
dictionary.*.assignment_code | Uppdragets kod
dictionary.*.assignments | Hur många uppdrag som bygger på beslutet; de som står två gånger räknas en gång
dictionary.*.at_risk | Hur många som är i riskzonen
dictionary.*.attainment_index | Viktat medeltal av hur långt målen är uppnådda, vart och ett mellan 0 och 1. Det som inte går att bedöma är utelämnat, så se även no_data
dictionary.*.average_households | Hushåll per månad i medeltal
dictionary.*.average_placed | Hur många som var placerade en dag, i medeltal
dictionary.*.base | Volym och pris som indexet räknas på; tomt där gapet är angivet
dictionary.*.baseline | Var vägen till målet börjar: det som indikatorn anger, annars det senaste tidigare utfallet
dictionary.*.became | Vad det blev; tomt om det blev tomt eller om posten togs bort
dictionary.*.best_quarter | Vad den bästa fjärdedelen av jämförelsekommunerna når; tomt om färre än fem har en siffra, och där varken högt eller lågt är bra
dictionary.*.booked | Nettokostnad som är bokförd under året till dess
dictionary.*.booked_until | Sista dagen som är färdigbokförd
dictionary.*.breakdown | Vilka det gäller: alla, kvinnor, män eller en ålder
dictionary.*.budget_before | Förra årets budget, omräknad till årets enheter och budgetposter: 0 där den inte hade något, tomt där ingen budget är beslutad för det året
dictionary.*.budget_before_cost | Kostnad i förra årets budget
dictionary.*.budget_before_revenue | Intäkt i förra årets budget
dictionary.*.budget_before_stated | Förra årets budget som den angavs för den här enheten och budgetposten; skiljer sig från budget_before där något har flyttats. Båda har samma summa
dictionary.*.budget_cost | Kostnad i budgeten
dictionary.*.budget_cost_month | Kostnad i månadens budget
dictionary.*.budget_cost_to_date | Kostnad i budgeten hittills
dictionary.*.budget_cost_year | Kostnad i årets budget
dictionary.*.budget_month | Månadens budget (se phasing), enligt den budget som gäller månadens sista dag. 0 där den inte har något, tomt där ingen budget gäller
dictionary.*.budget_revenue | Intäkt i budgeten
dictionary.*.budget_revenue_month | Intäkt i månadens budget
dictionary.*.budget_revenue_to_date | Intäkt i budgeten hittills
dictionary.*.budget_revenue_year | Intäkt i årets budget
dictionary.*.budget_scenario | Den gällande budgetens kod
dictionary.*.budget_to_date | Budgeten från årets första månad till och med den här, allt enligt den budget som gäller då. Om budgeten ändras senare är den inte summan av månaderna: använd den här
dictionary.*.budget_year | Hela årets budget som gäller månadens sista dag
dictionary.*.change | Ändring sedan året före
dictionary.*.change_at_high | Vad som är kvar av ändringen om pottens budgetposter slutar på sin övre gräns, så att de som ger kan avstå mindre. Tomt där en av dem inte har något intervall
dictionary.*.change_at_low | Vad som är kvar av ändringen om pottens budgetposter slutar på sin nedre gräns, så att de som får saknar mindre. Tomt där en av dem inte har något intervall
dictionary.*.change_number | Ändringens nummer bland postens ändringar, från 1
dictionary.*.change_ratio | Ändringen som andel av det som var året före
dictionary.*.changed_by | Den roll i databasen som ändrade
dictionary.*.changed_on | Dagen för ändringen
dictionary.*.children | Personer som fyller högst 17 år under året
dictionary.*.code | Koden själv
dictionary.*.column_label | Kolumn i tabellen
dictionary.*.column_name | Kolumnens namn
dictionary.*.comparable | Om båda åren är av samma sak: nej där en del av enheten eller budgetposten har flyttats, så att omräkningen bygger på en andel. Det som slogs ihop eller bytte namn helt är jämförbart
dictionary.*.computed | Vad de tryckta delarna ger, avrundat som den tryckta siffran
dictionary.*.consequence | Nivå på konsekvensen; tomt där den inte är bedömd
dictionary.*.consequence_name | Vad nivån betyder
dictionary.*.cost_at_year_end | Kostnad till dess och kostnad som kommer
dictionary.*.cost_before | Vad det kostade året före
dictionary.*.cost_per_household | Utbetalt per hushåll och månad. För flera månader: summera utbetalningar och hushåll först, och dela sedan
dictionary.*.cost_per_household_before | Utbetalt per hushåll och månad året före
dictionary.*.cost_per_inhabitant | Egen kostnad per invånare
dictionary.*.cost_per_placement_day | Kostnad för ett dygn i placering, som databasen räknar den
dictionary.*.cost_per_volume | Kostnad för var och en av dem; tomt där det inte finns några
dictionary.*.cost_to_come | Vad dygnen som kommer kostar; de utan pris är inte med
dictionary.*.counted | Vad antalet räknar
dictionary.*.coverage | Andel av intervallen som rymde utfallet; fyra av fem ska göra det
dictionary.*.cumulative | För månader och kvartal: vad räkenskapsåret ger till och med perioden, som summa, medeltal eller senaste värde
dictionary.*.data_type | Kolumnens datatyp
dictionary.*.days | Dygn under året till dess; första och sista dagen i varje placering räknas
dictionary.*.days_available | Platser gånger dygn till dess, där antalet platser är känt
dictionary.*.days_before | Dygn året före, till samma dag
dictionary.*.days_in_places | Hur många av dygnen som var på enheter där antalet platser är känt
dictionary.*.days_left | Dagar från i dag till sista dagen, negativt när den har passerat; tomt för det som är avslutat eller saknar dag
dictionary.*.days_to_come | Dygn från dess till årets slut för dem som finns kvar eller ska börja; 0 när året är slut
dictionary.*.days_to_review | Dagar från i dag till dess, negativt när den har passerat; tomt för det som är avslutat eller saknar dag
dictionary.*.days_without_price | Hur många av dygnen som saknar pris: deras kostnad är inte känd och finns inte i någon siffra här
dictionary.*.decided_by | Det organ som beslutade
dictionary.*.decided_on | Dagen för beslutet
dictionary.*.decimals | Hur många decimaler siffran visas med, i sin måttenhet; tomt för dem som siffran har
dictionary.*.decision | Vad som beslutades
dictionary.*.decision_code | Kod för beslutet
dictionary.*.decision_number | Beslutets nummer bland besluten om samma post, efter dag
dictionary.*.decisions | Hur många beslut som handlar om posten
dictionary.*.deficit | Hur mycket utfallet eller prognosen överstiger budgeten, annars 0. Summera inte kolumnen: ta underskottet av summorna
dictionary.*.denominator | Vad som delades med
dictionary.*.description | Vad kolumnen betyder, på organisationens språk eller annars på engelska
dictionary.*.detail | Siffrorna bakom det, eller vad som saknas
dictionary.*.deviation_per_inhabitant | Avvikelse per invånare
dictionary.*.deviation_ratio | Avvikelsen som andel av referenskostnaden; tomt där den inte är större än 0
dictionary.*.deviation_share | Hur stor andel av dem det är; tomt där ingen kontrollerades
dictionary.*.deviations | I hur många av dem något var fel
dictionary.*.difference_to_mean | Egen siffra minus jämförelsekommunernas medeltal
dictionary.*.difference_to_total | Deras utfall minus allas, i indikatorns mått: 0,02 är två procentenheter
dictionary.*.direction | Om ett högt värde är bra eller dåligt
dictionary.*.distance | Hur många steg under den står; 0 är den själv
dictionary.*.document | Det dokument som siffran är tryckt i
dictionary.*.due_on | Dagen då det ska vara klart
dictionary.*.earlier_years | Hur många tidigare år, av de tio senaste, som samma sätt har prövats på vid samma tid på året
dictionary.*.end_reason | Varför de lämnade; tomt där det inte är angivet
dictionary.*.ended | Hur många som lämnade
dictionary.*.ended_before | Hur många som lämnade av denna orsak året före, till samma dag; tomt där inte hela den tiden är känd
dictionary.*.ended_change | Hur många fler som lämnade än året före; tomt där det inte är känt
dictionary.*.ended_change_ratio | Ändringen som andel av året före; tomt där det inte var någon
dictionary.*.ends_this_year | Om det gäller, eller ska gälla, och tar slut före årets slut
dictionary.*.entered | Hur många som kom, första gången eller tillbaka; de som redan fanns när uppgifterna börjar räknas inte
dictionary.*.entered_change | Hur många fler som kom än samma månader året före; tomt där det inte är känt
dictionary.*.error | Prognos minus utfall: över 0 var prognosen för hög
dictionary.*.error_ratio | Felet som andel av utfallet
dictionary.*.event | Vad som hände
dictionary.*.events | Hur ofta
dictionary.*.events_before | Hur ofta året före, till samma dag; tomt där inte hela den tiden är känd
dictionary.*.events_change | Hur många fler än året före; tomt där det inte är känt
dictionary.*.events_change_ratio | Ändringen som andel av året före; tomt där det inte var någon
dictionary.*.expected_basis | Var de väntade hushållen kommer ifrån: angivna i planen (stated) eller vägen till målet (path)
dictionary.*.explained | Summan av alla orsaker som rapporten anger, samma på varje rad
dictionary.*.external_revenue | Intäkt från andra än kommunen, som inte är försäljning av verksamhet
dictionary.*.figure | Kolumnens rubrik; två kolumner i ett avsnitt kan ha samma, och skiljs åt av figure_code
dictionary.*.figure_code | Kolumnens kod
dictionary.*.first_day | Räkenskapsårets första dag
dictionary.*.first_quartile | Den tid inom vilken en fjärdedel har lämnat; tomt där så många inte har gjort det ännu
dictionary.*.first_time | Hur många som kom utan att ha funnits där tidigare, så långt uppgifterna räcker
dictionary.*.fiscal_year | Räkenskapsår
dictionary.*.floor | Vad budgetposten behåller i vilket fall som helst
dictionary.*.flow | Kostnad eller intäkt
dictionary.*.forecast | Nettokostnad som året väntas sluta på
dictionary.*.forecast_attainment | Hur långt året väntas nå sitt mål enligt prognosen; tomt där det inte går att säga
dictionary.*.forecast_bias | Felens medeltal med tecken, som andel av utfallet: över 0 var prognoserna för höga
dictionary.*.forecasts | Hur många prognoser för en enhet och budgetpost som räknas
dictionary.*.form | Insatsens form, till exempel familjehem; tomt för alla former tillsammans
dictionary.*.from_day | Första dagen som det gäller
dictionary.*.from_head | Kod för budgetposten som ger
dictionary.*.from_name | Namn på budgetposten som ger
dictionary.*.gap_households | Väntade hushåll minus dem budgeten räcker till; negativt där den räcker till fler
dictionary.*.given | Vad som lämnar budgetposten, både eget och det som går vidare
dictionary.*.goal | Målets namn
dictionary.*.goal_code | Målets kod
dictionary.*.granted | Vad budgeten får för det; tomt där bara gapet är känt
dictionary.*.gross_cost | All kostnad
dictionary.*.head | Budgetpostens namn
dictionary.*.head_code | Budgetpostens kod
dictionary.*.head_level | Hur långt ner i trädet budgetposten står: 1 är överst
dictionary.*.high | Övre gränsen för samma intervall
dictionary.*.hint | Vad skillnaden liknar, där den är mer än avrundning: omkastade siffror, eller en annan tryckt siffra i dokumentet. Det kan vara en slump
dictionary.*.household_months | Hushåll med bistånd, summerat över årets månader
dictionary.*.household_months_before | Hushåll med bistånd, summerat över månaderna året före
dictionary.*.household_months_to_come | Väntade hushåll, summerat över månaderna som är kvar
dictionary.*.household_type | Hushållets typ i månaden; tomt där den inte är känd
dictionary.*.households | Olika hushåll med ekonomiskt bistånd
dictionary.*.households_change_ratio | Hushållens ändring på ett år, som andel av dem ett år tidigare
dictionary.*.households_difference | Rapporterade minus räknade
dictionary.*.households_expected | Väntade hushåll per månad i medeltal: vad planen anger, annars medeltalet av vägen till målet
dictionary.*.households_funded | Hushåll som budgeten räcker till varje månad under året
dictionary.*.households_on_path | Årets medeltal av den raka vägen från hushållen vid årets början till målet vid dess slut
dictionary.*.households_reported | Hushåll enligt det som är rapporterat
dictionary.*.households_without_members | Hushåll där ingen medlem är känd någon månad med bistånd: ingen i dem räknas här
dictionary.*.households_year_ago | Hushåll samma månad året före, med årets enheter; tomt där det inte är känt
dictionary.*.in_force_from | Första dagen den gäller; tomt för en budget som kommer före alla andra
dictionary.*.in_force_until | Första dagen den inte längre gäller, för att en annan budget tog dess plats; tomt där ingen har gjort det
dictionary.*.index_granted | Uppräkning som budgeten får, som decimaltal; tomt där den inte får någon
dictionary.*.index_met | Vad priserna stiger med, som decimaltal
dictionary.*.indicator | Indikatorns namn
dictionary.*.indicator_code | Indikatorns kod
dictionary.*.indicators | Indikatorer för målet och för dem under det
dictionary.*.inferred | Om sambandet inte anges i dokumentet, fast läsaren väntar sig det
dictionary.*.inhabitants | Invånare vid slutet av året; tomt där folkmängden inte är inläst
dictionary.*.internal_revenue | Intäkt från andra delar av kommunen
dictionary.*.intervals | Hur många av prognoserna som hade ett intervall
dictionary.*.is_closed | Om allt är bokfört: det är angivet, eller två månader har gått
dictionary.*.is_latest | Om det är den senaste, den som räknas för året
dictionary.*.is_leaf | Om budget och bokföring möts just här. Alla sådana rader tillsammans är helheten, varje belopp en gång
dictionary.*.is_original | Om det är årets först beslutade budget
dictionary.*.is_over | Om det året har börjat; tomt där det inte är angivet
dictionary.*.is_own_organisation | Om det är den organisation som databasen gjordes för
dictionary.*.is_preliminary | Om nettokostnaden eller referenskostnaden är preliminär
dictionary.*.is_step | Om det är ett eget steg i budget_bridge; annars ingår det där i en angiven förändring
dictionary.*.is_whole_year | Om det gäller hela året
dictionary.*.is_within | Om utfallet ligger i intervallet; det ska det göra fyra gånger av fem
dictionary.*.item | Vad raden handlar om
dictionary.*.item_code | Postens kod
dictionary.*.items | Hur många poster som finns där, 0 där det inte finns någon
dictionary.*.key_figure | Nyckeltalets namn
dictionary.*.key_figure_code | Nyckeltalets kod
dictionary.*.kind | Slagets namn
dictionary.*.kind_code | Slagets kod
dictionary.*.known_households | Olika hushåll på de enheter som har lämnat uppgift; tomt där ingen har det
dictionary.*.lags | Om det är sent: inget är bokfört i den senaste färdiga månaden, fast det brukar vara det
dictionary.*.language | Språk
dictionary.*.last_day | Räkenskapsårets sista dag
dictionary.*.last_decided_on | Dagen för det senaste av dem
dictionary.*.likelihood | Nivå på sannolikheten; tomt där den inte är bedömd
dictionary.*.likelihood_name | Vad nivån betyder
dictionary.*.limit_days | Dagar det får ta som mest, om det är angivet
dictionary.*.long_term_adults | Vuxna med bistånd minst 10 av årets månader, i följd eller inte
dictionary.*.long_term_children | Barn med bistånd minst 10 av årets månader, eller som någon månad bodde i ett hushåll med bistånd i minst 10
dictionary.*.long_term_households | Hushåll med bistånd minst 10 av räkenskapsårets månader, samma gräns som i den nationella statistiken
dictionary.*.long_term_ratio | De långvariga som andel av alla
dictionary.*.long_term_young_adults | Unga vuxna med bistånd minst 10 av årets månader
dictionary.*.lost_in | Räkenskapsår vars budget är utan det; tomt där det inte är angivet
dictionary.*.low | Nedre gränsen för ett intervall som ska rymma utfallet fyra gånger av fem
dictionary.*.mean_absolute_percentage_error | Felens medeltal utan tecken, som andel av utfallet; tomt där det inte finns något
dictionary.*.mean_days_of_ended | Dagar i medeltal för dem som är avslutade; för kort så länge många väntar
dictionary.*.measure | Vad som räknas: ja eller nej, antal, andel, dagar, pengar eller annat
dictionary.*.median | Den tid inom vilken hälften har lämnat; tomt där så många inte har gjort det ännu
dictionary.*.median_days | Dagar inom vilka hälften är klara; tomt där så många inte är det ännu
dictionary.*.meeting_item | Paragraf eller punkt i protokollet
dictionary.*.method | Hur det är beräknat
dictionary.*.month | Månadens första dag
dictionary.*.month_outcome | Månadens, eller kvartalets, eget utfall
dictionary.*.months | Hur många månader som är med
dictionary.*.moved_in | Hur många som kom från en annan enhet utan att ha lämnat; 0 för hela organisationen
dictionary.*.moved_out | Hur många som gick till en annan enhet; 0 för hela organisationen
dictionary.*.n | Hur många fall det bygger på, där det är känt
dictionary.*.name | Namn
dictionary.*.need | Vad som har använts eller väntas användas, enligt utfallet eller prognosen, även på budgetposter under som saknar egen budget; tomt där det inte är sagt
dictionary.*.need_high | Övre gränsen för samma intervall
dictionary.*.need_low | Nedre gränsen för ett beräknat behov; tomt där det inte finns något intervall
dictionary.*.need_source | Vem som säger vad behovet är: nämndens prognos (stated), beräknat ur bokföringen (computed) eller årets utfall (outcome)
dictionary.*.net_cost | Nettokostnad: kostnad minus intäkt
dictionary.*.net_cost_per_inhabitant | Nettokostnad per invånare
dictionary.*.next_report_on | Första dagen då det ska rapporteras och inte har rapporterats; tomt där det inte finns någon
dictionary.*.no_data | Hur många som inte går att bedöma: utfall eller mål saknas
dictionary.*.norm_gap | Den del av gapet som planen förklarar med att riksnormen höjs mer än budgeten; tomt där det inte är sagt
dictionary.*.not_back_within_12_months | Andel av dem som var utan bistånd i 12 månader efteråt, som decimaltal
dictionary.*.not_counted | Enheter vars hushåll bara är rapporterade per månad, så att olika hushåll inte kan räknas
dictionary.*.numerator | Vad som delades, där det är känt
dictionary.*.observed_12_months | Hur många av dem som lämnade minst 12 månader innan det som är känt tar slut
dictionary.*.observed_24_months | Hur många av dem som lämnade minst 24 månader innan det som är känt tar slut
dictionary.*.observed_6_months | Hur många av dem som lämnade minst 6 månader innan det som är känt tar slut
dictionary.*.obstacle | Vad som hindrar hushållet från att försörja sig självt; tomt där det inte är känt
dictionary.*.occupancy | Beläggning: dygn på platserna som andel av dem som fanns; över 1 där fler var där än det finns platser
dictionary.*.off_track | Hur många som inte uppnås
dictionary.*.oldest_waiting_days | Dagar som den som har väntat längst har väntat; tomt där ingen väntar
dictionary.*.on_track | Hur många som är på väg
dictionary.*.open_assignments | Hur många av dem som är öppna
dictionary.*.opening | Hur många som fanns före perioden
dictionary.*.organisation | Organisationens kod
dictionary.*.original_budget | Den budget som beslutades först
dictionary.*.outcome | Utfall
dictionary.*.outcome_cost | Kostnad i utfallet eller prognosen
dictionary.*.outcome_cost_month | Kostnad i månadens utfall
dictionary.*.outcome_cost_to_date | Kostnad i utfallet hittills
dictionary.*.outcome_month | Nettokostnad bokförd i månaden; 0 i en stängd månad där inget är bokfört, tomt i en som inte är stängd där inget är det
dictionary.*.outcome_revenue | Intäkt i utfallet eller prognosen
dictionary.*.outcome_revenue_month | Intäkt i månadens utfall
dictionary.*.outcome_revenue_to_date | Intäkt i utfallet hittills
dictionary.*.outcome_text | Utfallet som det läses: ja, 91 %, 138 dagar, 1 068 hushåll; annars varför det saknas
dictionary.*.outcome_to_date | Nettokostnad bokförd till och med månaden; tomt efter den sista månad som är stängd eller där något är bokfört
dictionary.*.overdue | Om det är öppet fast dagen har passerat
dictionary.*.owner | Det organ eller den befattning som ansvarar för det
dictionary.*.parent_code | Kod för målet ovanför, tomt överst
dictionary.*.part_of | Den angivna förändring som det är en del av; tomt där det inte är det
dictionary.*.payments | Utbetalt ekonomiskt bistånd minus återbetalat
dictionary.*.payments_difference | Rapporterat minus summerat
dictionary.*.payments_reported | Utbetalt enligt det som är rapporterat
dictionary.*.peer | Jämförelsekommunens namn
dictionary.*.peer_code | Jämförelsekommunens kod
dictionary.*.peer_cost_per_inhabitant | Jämförelsekommunens kostnad per invånare
dictionary.*.peer_cost_per_volume | Jämförelsekommunens kostnad för var och en av dem
dictionary.*.peer_group | Jämförelsegruppens namn
dictionary.*.peer_group_code | Jämförelsegruppens kod
dictionary.*.peer_volume_per_inhabitant | Jämförelsekommunens volym per invånare
dictionary.*.peers | Jämförelsekommuner i gruppen periodens första dag
dictionary.*.peers_mean | Medeltal för de jämförelsekommuner som har en siffra, var och en lika tung
dictionary.*.peers_median | Median för samma kommuner
dictionary.*.peers_reporting | Hur många av dem som har en siffra
dictionary.*.peers_secret | Hur många av dem som har en hemlig siffra
dictionary.*.per_1000_inhabitants | Siffran per tusen invånare
dictionary.*.per_inhabitant | Siffran per invånare
dictionary.*.period_kind | Dag, månad, kvartal eller år
dictionary.*.period_start | Periodens första dag
dictionary.*.persons | Olika personer; den som räknas på flera rader räknas en gång i raden för alla
dictionary.*.persons_before | Olika personer året före, till samma dag; tomt där inte hela den tiden är känd
dictionary.*.persons_change | Hur många fler personer än året före; tomt där det inte är känt
dictionary.*.persons_change_ratio | Ändringen som andel av året före; tomt där det inte fanns någon
dictionary.*.phasing | Hur budgeten är fördelad på månader: angiven (stated), som tidigare år (seasonal) eller i tolftedelar (even)
dictionary.*.pool | Pott: budgetposter i samma pott kan dela på sina medel; tomt för den som inte är med i någon
dictionary.*.position | Ordning som raderna visas i
dictionary.*.previous_attainment | Hur långt det senaste tidigare utfallet når årets mål: var året börjar
dictionary.*.previous_outcome | Det senaste tidigare utfallet
dictionary.*.previous_status | Läget för det tidigare utfallet
dictionary.*.previous_text | Det tidigare utfallet som det läses
dictionary.*.previous_year | Året för det senaste tidigare utfallet
dictionary.*.previously_met | Hur många av årets mål som det senaste tidigare utfallet redan når
dictionary.*.previously_no_data | För hur många av dem det inte går att säga
dictionary.*.price_per_day | Medelpris för de dygn som har ett pris
dictionary.*.printed | Siffran som den är tryckt
dictionary.*.priority | I vilken ordning underskott täcks, 1 först
dictionary.*.proposed_budget | Budgeten när potten har delat: de som kan avstå ger i proportion, de som saknar får efter prioritet
dictionary.*.published_by | Den roll i databasen som publicerade
dictionary.*.published_despite | Varför den publicerades fast läsare kunde urskilja enstaka hushåll; tomt där de inte kunde det
dictionary.*.published_on | Dagen för publiceringen
dictionary.*.quartile | Fjärdedel: 1 är bäst, 4 är sämst; tomt utan omdöme
dictionary.*.rank | Egen plats bland dem som har en siffra, 1 är bäst (eller högst, där varken högt eller lågt är bra)
dictionary.*.ranked | Av hur många platser
dictionary.*.ratio | Siffran, där den är en andel
dictionary.*.received | Vad budgetposten får
dictionary.*.recoveries | Återbetalat, som positivt belopp; det är redan draget från utbetalningarna
dictionary.*.reference | Vad referenskostnaden heter
dictionary.*.reference_code | Kod för referenskostnaden
dictionary.*.reference_cost_per_inhabitant | Referenskostnad per invånare: vad det skulle kosta i en kommun av det slaget med vanlig ambition och effektivitet
dictionary.*.relation | Vad siffran är tryckt som: summa, skillnad, medeltal eller annat
dictionary.*.remaining_shortfall | Vad som ändå saknas efteråt, eller 0
dictionary.*.remaining_shortfall_at_high | Vad som skulle saknas efteråt om budgetposten slutar på sin övre gräns, eller 0
dictionary.*.remaining_shortfall_at_low | Vad som saknas efteråt i vilket fall som helst, eller 0
dictionary.*.remaining_spare | Vad budgetposten ändå kan avstå efteråt: ingen saknar det, eller ingen regel medger det
dictionary.*.report_as_of | Dagen för den delårsrapport som låg framme på mötet
dictionary.*.report_html | Rapporten som en sida att läsa och skriva ut
dictionary.*.report_json | Rapporten som JSON, med prognosen för varje enhet och budgetpost
dictionary.*.report_markdown | Rapporten som Markdown
dictionary.*.report_overdue | Om den dagen har passerat
dictionary.*.report_text | Rapporten som text
dictionary.*.report_version | Delårsrapportens version
dictionary.*.reported | Hur många av dem som är rapporterade
dictionary.*.reported_households | Hur många av dem som bara är rapporterade per månad: den som finns på två sådana enheter räknas två gånger
dictionary.*.reports | Hur många dagar det ska rapporteras
dictionary.*.responsible | Den eller de som ska göra det
dictionary.*.returned_within_12_months | Andel av dem som var tillbaka inom 12 månader
dictionary.*.returned_within_24_months | Andel av dem som var tillbaka inom 24 månader
dictionary.*.returned_within_6_months | Andel av dem som var tillbaka inom 6 månader, på vilken enhet som helst
dictionary.*.returning | Hur många som kom tillbaka efter att ha lämnat hela organisationen
dictionary.*.revenue | All intäkt
dictionary.*.review_by | Dagen då det ska ses över
dictionary.*.review_overdue | Om den dagen har passerat fast det ännu gäller eller ska gälla
dictionary.*.revised_from | Siffran som publicerades före denna, där den är ändrad
dictionary.*.risk | Sannolikhet gånger konsekvens; tomt där någon av dem inte är bedömd
dictionary.*.row_label | Rad i tabellen
dictionary.*.row_number | Radens plats i sitt avsnitt, från 1
dictionary.*.rule | Regelns namn
dictionary.*.rule_code | Regelns kod
dictionary.*.running_total | Summan av stegen hittills; efter det sista är den årets budget
dictionary.*.sale | Försäljning av verksamhet till andra kommuner och regioner
dictionary.*.sample | Hur många som kontrollerades
dictionary.*.scenario | Kod för budgeten, utfallet eller prognosen
dictionary.*.scenario_kind | Om det är en budget, en tilläggsbudget, ett utfall eller en prognos
dictionary.*.section | Avsnittets kod
dictionary.*.severity | Allvar: fel (error), varning (warning) eller något att se på (note)
dictionary.*.share | Andel av alla
dictionary.*.share_above_limit | Andel som tar längre tid än gränsen, som decimaltal; tomt där det inte finns någon gräns
dictionary.*.shortfall | Vad som saknas i budgeten för behovet, eller 0
dictionary.*.shortfall_at_low | Vad som saknas även om budgetposten slutar på sin nedre gräns, eller 0
dictionary.*.source | Var uppgiften kommer ifrån
dictionary.*.spare | Vad budgeten har utöver behovet och det som ska behållas, eller 0
dictionary.*.spare_at_high | Vad budgetposten kan avstå även om den slutar på sin övre gräns, eller 0
dictionary.*.started | Hur många som började
dictionary.*.started_before | Hur många som började året före, till samma dag; tomt där inte hela den tiden är känd
dictionary.*.started_change | Hur många fler som började än året före; tomt där det inte är känt
dictionary.*.state | Läget i dag: det öppna är upphört när sista dagen har passerat, kommande före den första
dictionary.*.stated_forecast | Nettokostnad enligt nämndens prognos
dictionary.*.stated_scenario | Kod för nämndens prognos den dagen; tomt där det inte finns någon
dictionary.*.stated_total | Avvikelsen som rapporten anger som helhet, samma på varje rad
dictionary.*.stated_variance | Budget minus nämndens prognos; över 0 är det bra
dictionary.*.status | Läge
dictionary.*.status_to_date | Läget hittills mot det som året ska ha nått till dess
dictionary.*.statutory | Om nämnden enligt lag är skyldig att bevilja det som behövs
dictionary.*.step | Stegets nummer i ordningen
dictionary.*.still_open | Hur många som inte har lämnat, så långt det är känt
dictionary.*.still_waiting | Hur många som väntar ännu
dictionary.*.support_per_household | Ekonomiskt bistånd per hushåll och månad, som databasen räknar det
dictionary.*.surplus | Hur mycket budgeten överstiger utfallet, annars 0. Summera inte kolumnen: ta överskottet av summorna
dictionary.*.table_code | Tabell i dokumentet, eller avsnitt i dess text
dictionary.*.table_name | Tabell som raderna finns i
dictionary.*.target | Mål
dictionary.*.target_kind | Om målet är en nivå eller en förändring
dictionary.*.target_status | Läge mot målet; tomt där det inte går att säga
dictionary.*.target_text | Målet som det läses
dictionary.*.target_to_date | Vad året ska ha nått till och med perioden; tomt där det inte är angivet
dictionary.*.temporary | Om förändringen tar slut igen; tomt där steget inte är en angiven förändring
dictionary.*.text | Ordet
dictionary.*.there | Olika personer som har insatsen den sista dagen
dictionary.*.there_before | Olika personer som hade insatsen samma dag året före; tomt där det inte är känt
dictionary.*.there_change | Hur många fler än samma dag året före; tomt där det inte är känt
dictionary.*.third_quartile | Den tid inom vilken tre fjärdedelar har lämnat; tomt där så många inte har gjort det ännu
dictionary.*.title | Vad det heter
dictionary.*.titles | Vad de heter
dictionary.*.to_day | Sista dagen som det gäller; tomt där det inte tar slut
dictionary.*.to_head | Kod för budgetposten som får, för egen del eller för att ge vidare
dictionary.*.to_name | Namn på budgetposten som får
dictionary.*.today | Dagens datum för organisationen
dictionary.*.total_outcome | Utfall för alla
dictionary.*.trend | Om det blir bättre, sämre eller är oförändrat; tomt där det inte går att säga
dictionary.*.unexplained | Vad orsakerna lämnar oförklarat, samma på varje rad: över 0 finns något onämnt som förbättrar resultatet
dictionary.*.unit | Enhetens namn
dictionary.*.unit_code | Enhetens kod
dictionary.*.unit_level | Hur långt ner i trädet enheten står: 1 är överst
dictionary.*.unit_of_measure | Måttenhet
dictionary.*.unit_of_time | Om tiden räknas i dagar eller månader
dictionary.*.unknown_revenue | Intäkt på konton av okänt slag
dictionary.*.unreconciled | Prognosen minus summan av enheternas och budgetposternas egna prognoser
dictionary.*.until | Sista dagen som siffrorna gäller till: årets sista, eller i dag
dictionary.*.until_year | Sista räkenskapsår som det finns i budgeten; tomt där det inte är angivet
dictionary.*.utilisation | Utfall som andel av budgeten: 1 betyder att den är slut
dictionary.*.value | Siffran i sin måttenhet; 91 procent är 0,91. Tomt där det inte finns någon
dictionary.*.value_before | Siffran för samma period året före
dictionary.*.value_text | Siffran som den läses; där den saknas, varför
dictionary.*.value_to_date | Året hittills: summa eller medeltal av månaderna, eller det senaste värdet
dictionary.*.variance | Budget minus utfall eller prognos; över 0 är det bra. Tomt där de inte kan jämföras
dictionary.*.variance_ratio | Avvikelsen som andel av budgeten
dictionary.*.variance_to_date | Budget hittills minus utfall hittills; över 0 är det bra. Tomt där why_no_verdict säger varför: det som inte är bokfört är ingen besparing
dictionary.*.verdict | Omdöme
dictionary.*.version | Version, från 1
dictionary.*.very_long_term_adults | Vuxna med bistånd minst 27 av de 36 månaderna i året och de två före, aldrig mer än två månader i följd utan
dictionary.*.view_description | Vad en rad i vyn är, på organisationens språk eller annars på engelska
dictionary.*.view_name | Vyns namn
dictionary.*.volume | Hur många av dem under året
dictionary.*.volume_code | Kod för nyckeltalet som säger hur mycket man får för kostnaden: dygn, hushåll, personer
dictionary.*.volume_per_inhabitant | Egen volym per invånare
dictionary.*.waiting_above_limit | Hur många som väntar och har väntat längre än gränsen
dictionary.*.was | Vad det var; tomt om det var tomt
dictionary.*.weight | Indikatorns vikt i sitt mål
dictionary.*.weighted_absolute_percentage_error | Felens summa utan tecken som andel av utfallens summa: var och en räknas efter sitt belopp
dictionary.*.what_to_do | Vad som kan göras åt det
dictionary.*.why_hidden | Varför något inte visas för läsare
dictionary.*.why_no_change | Varför det inte finns någon ändring att visa
dictionary.*.why_no_cost | Varför det inte finns någon kostnad
dictionary.*.why_no_cumulative | Varför det inte finns någon siffra för året hittills
dictionary.*.why_no_deviation | Varför det inte finns någon avvikelse från referenskostnaden
dictionary.*.why_no_effects | Varför skillnaden inte kan delas upp
dictionary.*.why_no_forecast | Varför det inte finns någon prognos
dictionary.*.why_no_interval | Varför det inte finns något intervall
dictionary.*.why_no_outcome | Varför det inte finns något utfall, där det är känt
dictionary.*.why_no_verdict | Varför det inte finns någon avvikelse eller något omdöme
dictionary.*.why_not | Varför det inte finns någon
dictionary.*.why_unknown | Varför något inte är känt
dictionary.*.withdrawal_reason | Varför rapporten drogs tillbaka
dictionary.*.withdrawn_by | Den roll i databasen som drog tillbaka rapporten
dictionary.*.withdrawn_on | Dagen då rapporten drogs tillbaka; tomt där den inte är det
dictionary.*.without_amount | Hur många av posterna som saknar belopp
dictionary.*.worst_quarter | Gränsen för den sämsta fjärdedelen av jämförelsekommunerna
dictionary.*.young_adults | Vuxna som fyller 18 till 24 år under året
$label$::text);
