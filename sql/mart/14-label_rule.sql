-- label_rule: the rules of data_quality in other languages than English, in which data_quality_rule says them

CALL @extschema@.ship_labels(pg_catalog.current_schema()::text, '{sv}'::text[], $label$
rule.negative_revenue | Intäkterna summerar till mindre än 0
rule_to_do.negative_revenue | Böckerna skriver intäkter med minustecken, här är de positiva: läs in igen med omvänt tecken. Om mer verkligen betalades tillbaka än kom in, låt det vara.
rule.percent_as_number | En procentsats är skriven som ett tal över 1,5
rule_to_do.percent_as_number | Skriv procent som andelar: 0.9 för 90 %.
rule.target_hundredfold | Ett målvärde och dess utfall skiljer sig ungefär hundra gånger
rule_to_do.target_hundredfold | Ange båda i samma mått: procent som andelar, eller båda i tusental eller ingen.
rule.missing_month | I ett utfall är inget bokfört i en månad, men före och efter den
rule_to_do.missing_month | Läs in månaden. Till dess räknas det den kostade som sparat.
rule.supplement_without_budget | En tilläggsbudget har ingen budget att läggas till
rule_to_do.supplement_without_budget | Läs in den budget som den hör till, eller rätta dagen då någon av dem beslutades (as_of), adopted eller slaget: en första budget är en budget. Till dess räknas den inte någonstans.
rule.missing_month_of_unit | På en enhet och budgetpost är inget bokfört i en månad, men före och efter den
rule_to_do.missing_month_of_unit | Läs in det som saknas. Om det inte fanns något att bokföra, låt det vara.
rule.lags | En enhet och budgetpost bokförs senare än de andra
rule_to_do.lags | Läs in dess senaste månader. Om inget mer kommer, ange det med en rad i closing. Till dess räknas den till sin egen sista månad.
rule.budget_without_rows | En beslutad budget eller tilläggsbudget saknar belopp
rule_to_do.budget_without_rows | Läs in dess rader i ledger. Till dess är den ingen budget, och den föregående gäller.
rule.supplement_on_budget_day | En tilläggsbudget beslutades samma dag som en budget
rule_to_do.supplement_on_budget_day | Det som beslutades samma dag som en budget antas ingå i den, så det räknas inte någonstans. Om det ska läggas till budgeten, låt as_of vara en dag senare.
rule.budget_without_bookings | En enhet och budgetpost har budget, men inget är bokfört på den
rule_to_do.budget_without_bookings | Se om det inte är bokfört, eller bokfört på en annan enhet eller budgetpost. Det som börjar senare på året är rätt som det är.
rule.bookings_without_budget | På en enhet och budgetpost är något bokfört, men den har ingen budget
rule_to_do.bookings_without_budget | Se om budgeten saknas, eller om det är bokfört på en annan enhet eller budgetpost än den.
rule.predecessor_booked | På en enhet eller budgetpost som har gått upp i andra är något bokfört
rule_to_do.predecessor_booked | Se om de hör till efterträdaren, eller om from_year eller share är fel. De räknas där de står.
rule.predecessor_budgeted | En enhet eller budgetpost som har gått upp i andra har en budget
rule_to_do.predecessor_budgeted | Se om den hör till efterträdaren, eller om from_year eller share är fel. Den räknas där den står.
rule.budget_below_half | En budget är mindre än hälften av den som den ersätter
rule_to_do.budget_below_half | En budget ersätter allt som beslutats tidigare. Om den läggs till det, låt dess kind vara supplement; om den bara har det som ändrades, läs in hela.
rule.missing_month_of_indicator | En indikator vars månader summeras till ett år saknar utfall i en månad men har det före och efter
rule_to_do.missing_month_of_indicator | Läs in månaden, 0 om det inte fanns något. Till dess får året inget värde, och senare år lär sig inget av det.
rule.month_not_begun | En indikator har utfall för en månad som inte har börjat
rule_to_do.month_not_begun | Rätta månaden. Den räknas inte förrän den är slut.
rule.months_differ_from_year | Det angivna utfallet för en indikator är ett annat än vad dess månader ger
rule_to_do.months_differ_from_year | Se vilket som är rätt: target_attainment har det angivna, indicator_forecast månaderna. Där månader inte ger året, lämna indicator.aggregation tomt.
rule.late_month | Ett utfall har månader efter den dag som det sträcker sig till
rule_to_do.late_month | Om de är bokförda, flytta fram as_of. Till dess räknas de inte.
rule.nothing_recorded | Om en sorts insatser har inget registrerats på längre tid än någonsin tidigare
rule_to_do.nothing_recorded | Läs in det som har hänt sedan dess. Om det inte finns ännu, skriv i episode_kind.known_until till och med när allt är känt. Till dess räknas ingen som ny eller avslutad, och den som fanns kvar som fortfarande kvar.
rule.one_off_beyond_bookings | En engångspost är större än vad som är bokfört i dess månad
rule_to_do.one_off_beyond_bookings | Se om månad, enhet och budgetpost är rätt. Prognosen tar det som är kvar, med omvänt tecken, som vad sådana månader kostar; där inget är bokfört räknas den inte.
rule.sudden_level | En månad avviker från de andra för sin enhet och budgetpost
rule_to_do.sudden_level | Se om det är en rättelse, en faktura för flera månader eller ett felaktigt belopp. Prognosen tar det som vad sådana månader kostar, om inte en rad i one_off säger att det är en engångspost.
rule.supplement_after_the_year | En tilläggsbudget beslutades när dess år var slut
rule_to_do.supplement_after_the_year | Se om fiscal_year och as_of är rätt. Den räknas i årets sista budget.
rule.succession_without_bookings | En enhet eller budgetpost som har gått upp i andra hade inga belopp tidigare
rule_to_do.succession_without_bookings | Se om koden är rätt. Inget räknas om genom den.
rule.move_without_bookings | En enhet eller budgetpost flyttas som varken har belopp i ledger eller rapporterade hushåll, inte heller någon under den
rule_to_do.move_without_bookings | Se om koden är rätt. En enhet som bara har utbetalningar kan vara som den är.
rule.direction_doubtful | Ett målvärde begär mindre än vad som redan fanns
rule_to_do.direction_doubtful | Se om målets riktning är rätt: minst där mer är bättre, högst där mindre är det.
rule.measure_of_key_figure | En indikator har ett annat mått än sitt nyckeltal
rule_to_do.measure_of_key_figure | Rätta indicator.measure eller key_figure.unit_of_measure. Tills dess hämtas inget från nyckeltalet: 0,91 och 91 skulle hållas mot samma målvärde.
rule.period_of_key_figure | Nyckeltalet för en indikator har perioder som inte är räkenskapsårets
rule_to_do.period_of_key_figure | Redovisa det per månad, eller per kvartal och år som börjar när de gör det enligt organisation.fiscal_year_start. Ett sådant kvartal räknas inte med; ett år räknas i det räkenskapsår som det börjar i, om inget annat börjar med det.
rule.unit_of_key_figure | En indikator räknar något annat än sitt nyckeltal, att döma av orden
rule_to_do.unit_of_key_figure | Se om det är samma sak, som personer och människor, eller tusental och kronor: skriv då likadant i indicator.counted och key_figure.unit_of_measure.
$label$::text);
