# Writes public monthly series as CSV: complete calendar years. README.md says what they are.
# usage: Rscript test/accuracy/series.R earlier   >test/accuracy/series.csv
#        Rscript test/accuracy/series.R money     >test/accuracy/money.csv
#        Rscript test/accuracy/series.R medicines >medicines.csv
# earlier and money need Debian's r-base-core, r-cran-mass, r-cran-forecast, r-cran-ggplot2,
# r-cran-modeldata and gretl-data; medicines needs CRAN's tsibbledata.

# A monthly series of gretl's database of the Federal Reserve Bank of St. Louis: an index of two
# lines a series, and the values as floats of four bytes in the same order.
path <- Sys.getenv("GRETL_DB", "/usr/share/gretl/db/fedstl")
fedstl <- function(code) {
    index <- readLines(paste0(path, ".idx"))[-1]
    codes <- sub(" .*", "", index[c(TRUE, FALSE)])
    about <- index[c(FALSE, TRUE)]
    n <- as.integer(sub(".*n = *", "", about))
    i <- match(code, codes)
    file <- file(paste0(path, ".bin"), "rb")
    on.exit(close(file))
    values <- readBin(file, "numeric", sum(n[seq_len(i)]), size = 4)
    start <- as.integer(strsplit(sub("^. +([0-9.]+) .*", "\\1", about[i]), ".", fixed = TRUE)[[1]])
    ts(signif(tail(values, n[i]), 7), start = start, frequency = 12)
}

# Cut where the youngest begin, so that none outweighs the others.
since_2000 <- function(x) window(x, start = c(2000, 1))

home_sales <- function(city) {
    x <- as.data.frame(ggplot2::txhousing)
    ts(x$volume[x$city == city], start = c(2000, 1), frequency = 12)
}

drinks <- function() {
    data(drinks, package = "modeldata", envir = environment())
    ts(drinks[[2]], start = c(1992, 1), frequency = 12)
}

series <- switch(commandArgs(TRUE)[1],
    earlier = list(
        accdeaths     = MASS::accdeaths,
        mdeaths       = datasets::mdeaths,
        fdeaths       = datasets::fdeaths,
        drivers       = MASS::drivers,
        gas           = forecast::gas,
        AirPassengers = datasets::AirPassengers,
        wineind       = forecast::wineind),
    money = c(
        lapply(c(
            consumption_durables    = "pcedg",
            consumption_nondurables = "pcend",
            consumption_services    = "pces",
            employers_contributions = "a038rc1",
            government_wages        = "b202rc1",
            imports_canada          = "impca",
            imports_china           = "impch",
            imports_france          = "impfr",
            imports_germany         = "impge",
            imports_japan           = "impjp",
            imports_mexico          = "impmx",
            imports_uk              = "impuk",
            interest_paid           = "b069rc1",
            personal_taxes          = "w055rc1",
            social_benefits         = "a063rc1",
            social_contributions    = "a061rc1"), function(code) since_2000(fedstl(code))),
        list(drinks = since_2000(drinks())),
        lapply(c(
            homes_austin         = "Austin",
            homes_collin         = "Collin County",
            homes_corpus_christi = "Corpus Christi",
            homes_dallas         = "Dallas",
            homes_el_paso        = "El Paso",
            homes_fort_worth     = "Fort Worth",
            homes_houston        = "Houston",
            homes_san_antonio    = "San Antonio"), home_sales)),
    # The cost of each group of medicines to the Pharmaceutical Benefits Scheme, paid in every month.
    medicines = {
        x <- as.data.frame(tsibbledata::PBS)
        day <- as.Date(as.numeric(x$Month), origin = "1970-01-01")
        month <- as.integer(format(day, "%Y")) * 12 + as.integer(format(day, "%m")) - 1
        cost <- tapply(x$Cost, list(month, x$ATC2), sum)
        paid <- colnames(cost)[colSums(is.na(cost) | cost <= 0) == 0]
        sapply(paid, function(group) ts(cost[, group], start = c(1991, 7), frequency = 12), simplify = FALSE)
    })

cat("series,month,amount\n")
for (name in sort(names(series), method = "radix")) {
    x <- series[[name]]
    year <- as.integer(floor(time(x) + 1e-6))
    full <- year %in% as.integer(names(which(table(year) == 12)))
    cat(sprintf("%s,%d-%02d-01,%s\n", name, year[full], cycle(x)[full], format(as.numeric(x), trim = TRUE, digits = 12, drop0trailing = TRUE, scientific = FALSE)[full]), sep = "")
}
