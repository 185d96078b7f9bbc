# Writes test/accuracy/theta.csv: what thetaf of R's package forecast says of series.csv, which decides what theta has to say.
#
#   Rscript test/accuracy/theta.R >test/accuracy/theta.csv        from the top directory
#
# One row is the year end of a series after so many months, from those and from the full years before, ten at most. Amounts are divided by
# their mean first: R searches the weight of the smoothing, and of large amounts it does not come as near.
suppressMessages(library(forecast))
all <- read.csv("test/accuracy/series.csv")
cat("series,year,months,forecast\n")
for (name in unique(all$series)) {
    one <- all[all$series == name, ]
    years <- as.integer(substr(one$month, 1, 4))
    for (year in unique(years)[-(1:2)]) {
        for (months in c(1, 4, 9)) {
            if ((year + months) %% 2 == 0) next
            before <- one$amount[years >= year - 10 & years < year]
            now <- one$amount[years == year][1:months]
            x <- c(before, now)
            rest <- thetaf(ts(x / mean(x), frequency = 12), h = 12 - months)$mean * mean(x)
            cat(sprintf("%s,%d,%d,%.6g\n", name, year, months, sum(now) + sum(rest)))
        }
    }
}
