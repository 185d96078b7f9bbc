# Forecasts the year ends of public monthly series with R's forecast package, as rivals to those of
# the extension and as independent truth for theta.
# usage: Rscript test/accuracy/rivals.R FILE.csv [SERIES ...]
# FILE.csv has the columns series, month, amount. rivals.csv holds what it prints of money.csv, of series.csv and of food support.
# needs Debian's r-cran-forecast.
#
# Every year with at least three earlier ones, as of the end of March, April, June, August and September,
# from the months known then of that year and of at most ten years before it. ets chooses its
# model once a year, in March, and estimates its parameters anew at each date; auto.arima chooses by conditional
# sums of squares: more takes hours. Amounts are divided by their mean, since the search for the best
# parameters, which is R's own, misses it by far in amounts of hundreds of millions.
suppressMessages(library(forecast))
arguments <- commandArgs(TRUE)
d <- read.csv(arguments[1])
d$year <- as.integer(substr(d$month, 1, 4))
wanted <- if (length(arguments) > 1) arguments[-1] else unique(d$series)

cat("series,year,months,theta,ets,arima\n")
for (name in wanted) {
    s <- d[d$series == name, ]
    for (year in unique(s$year)[-(1:3)]) {
        known <- s[s$year >= year - 10 & s$year <= year, ]
        chosen <- NULL
        for (k in c(3, 4, 6, 8, 9)) {
            booked <- sum(known$amount[known$year == year][1:k])
            y <- head(known$amount, -(12 - k))
            unit <- mean(y)
            y <- ts(y / unit, start = c(known$year[1], 1), frequency = 12)
            rest <- function(f) booked + unit * sum(f$mean)
            theta <- rest(thetaf(y, h = 12 - k))
            if (is.null(chosen)) {
                e <- ets(y)
                chosen <- list(model = paste(substring(e$method, c(5, 7, nchar(e$method) - 1), c(5, 7, nchar(e$method) - 1)), collapse = ""),
                               damped = grepl("d", e$method, fixed = TRUE))
            } else
                e <- ets(y, model = chosen$model, damped = chosen$damped)
            a <- auto.arima(y, method = "CSS")
            o <- arimaorder(a)
            fit <- function(method) Arima(y, order = o[1:3], seasonal = if (length(o) > 3) o[4:6] else c(0, 0, 0), method = method,
                                          include.mean = "intercept" %in% names(coef(a)), include.drift = "drift" %in% names(coef(a)))
            a <- tryCatch(fit("CSS-ML"), error = function(x) a)
            cat(sprintf("%s,%d,%d,%s\n", name, year, k, paste(format(c(theta, rest(forecast(e, 12 - k)), rest(forecast(a, 12 - k))), digits = 12, trim = TRUE, scientific = FALSE), collapse = ",")))
        }
    }
}
