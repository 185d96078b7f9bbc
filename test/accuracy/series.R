# Writes the public monthly series that ship with R as CSV: complete calendar years.
# usage: Rscript test/accuracy/series.R >test/accuracy/series.csv
# needs Debian's r-base-core, r-cran-mass and r-cran-forecast; README.md says what they are.
series <- list(
    accdeaths     = MASS::accdeaths,
    mdeaths       = datasets::mdeaths,
    fdeaths       = datasets::fdeaths,
    drivers       = MASS::drivers,
    gas           = forecast::gas,
    AirPassengers = datasets::AirPassengers,
    wineind       = forecast::wineind
)
cat("series,month,amount\n")
for (name in names(series)) {
    x <- series[[name]]
    year <- as.integer(floor(time(x) + 1e-6))
    full <- year %in% as.integer(names(which(table(year) == 12)))
    cat(sprintf("%s,%d-%02d-01,%s\n", name, year[full], cycle(x)[full], format(as.numeric(x), trim = TRUE, digits = 12)[full]), sep = "")
}
