# Prints what a program sees that reads the views of a schema with R's DBI through RPostgreSQL.
#
# usage: Rscript views.R COMMAND SCHEMA, with the server in the environment, as psql has it. The commands:
#
#   columns SCHEMA    every view's columns: view, position, name, class (day for days, which come as text or as Date)
#   rows SCHEMA       every row of every view, the view's name first; amounts with as many decimals as the catalogue says
suppressMessages(library(RPostgreSQL))
options(warn = 1)
arguments <- commandArgs(trailingOnly = TRUE)
server <- Sys.getenv(c("PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD"))
connection <- dbConnect(PostgreSQL(), host = server[["PGHOST"]], port = as.integer(server[["PGPORT"]]), user = server[["PGUSER"]],
                        dbname = server[["PGDATABASE"]], password = server[["PGPASSWORD"]])
invisible(dbExecute(connection, "SET client_encoding = 'UTF8'"))
schema <- arguments[2]
dictionary <- dbGetQuery(connection, sprintf("SELECT view_name, position, column_name, data_type FROM \"%s\".data_dictionary WHERE is_own_organisation ORDER BY view_name, position", schema))

escaped <- function(text) {
    for (pair in list(c("\\", "\\\\"), c("\b", "\\b"), c("\f", "\\f"), c("\n", "\\n"), c("\r", "\\r"), c("\t", "\\t"), c("\v", "\\v")))
        text <- gsub(pair[1], pair[2], text, fixed = TRUE)
    text
}
written <- function(values, type) {
    shown <- switch(class(values)[1],
                    character = escaped(values),
                    integer = sprintf("%d", values),
                    Date = format(values),
                    logical = ifelse(values, "t", "f"),
                    numeric = sprintf(paste0("%.", sub(".*,(\\d+)\\)$", "\\1", type), "f"), values))
    ifelse(is.na(values), "\\N", shown)
}
shown_as <- function(said) vapply(said, function(column) class(column)[1], "")
put <- function(...) writeLines(enc2utf8(paste(..., sep = "\t")), stdout(), useBytes = TRUE)

for (view in unique(dictionary$view_name)) {
    said <- dbGetQuery(connection, sprintf("SELECT * FROM \"%s\".\"%s\"", schema, view))
    columns <- dictionary[dictionary$view_name == view, ]
    if (arguments[1] == "columns")
        put(view, seq_along(said), names(said), ifelse(columns$data_type == "date" & shown_as(said) %in% c("character", "Date"), "day", shown_as(said)))
    else if (nrow(said) > 0)
        put(view, do.call(paste, c(Map(written, said, columns$data_type), sep = "\t")))
}
