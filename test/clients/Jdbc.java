import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.*;
import java.time.LocalDate;
import java.util.*;

/**
 * Prints what a program sees that reads the views of a schema through pgjdbc.
 *
 * usage: java -cp postgresql.jar Jdbc.java SETTINGS COMMAND ARGUMENT, with the driver's settings as
 * name=value&name=value, beside those of the server, which come from the environment as psql's do. The commands:
 *
 *   tables SCHEMA     what getTables lists: name, type, remarks
 *   columns SCHEMA    what getColumns says of every view's columns:
 *                     view, position, name, type, size, scale, remarks
 *   results SCHEMA    the same of SELECT * from every view, without remarks
 *   rows SCHEMA       every row of every view, the view's name first
 *   refused SCHEMA    what SELECT * from every table ends with: its name, SQLSTATE
 *   query SQL         a query's columns, then its rows
 *
 * Output is as COPY writes text, in UTF-8.
 */
class Jdbc {
    static PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    static Connection connection;

    public static void main(String[] arguments) throws SQLException {
        Map<String, String> server = System.getenv();
        connection = DriverManager.getConnection(
            "jdbc:postgresql://" + server.get("PGHOST") + ":" + server.get("PGPORT") + "/" + server.get("PGDATABASE") + "?" + arguments[0],
            server.get("PGUSER"), server.get("PGPASSWORD"));
        run(arguments[1], arguments[2]);
        out.flush();
    }

    static void run(String command, String argument) throws SQLException {
        DatabaseMetaData catalogue = connection.getMetaData();
        switch (command) {
            case "tables" -> {
                ResultSet tables = catalogue.getTables(null, argument, null, new String[] {"TABLE", "VIEW"});
                while (tables.next())
                    print(tables.getString("TABLE_NAME"), tables.getString("TABLE_TYPE"), tables.getString("REMARKS"));
            }
            case "columns" -> {
                for (String view : relations(catalogue, argument, false)) {
                    ResultSet columns = catalogue.getColumns(null, argument, view, null);
                    while (columns.next())
                        print(view, columns.getString("ORDINAL_POSITION"), columns.getString("COLUMN_NAME"),
                              JDBCType.valueOf(columns.getInt("DATA_TYPE")).getName(), columns.getString("COLUMN_SIZE"),
                              columns.getString("DECIMAL_DIGITS"), columns.getString("REMARKS"));
                }
            }
            case "results", "rows" -> {
                for (String view : relations(catalogue, argument, false))
                    query(select(argument, view), command.equals("results"), command.equals("rows"), view);
            }
            case "refused" -> {
                for (String table : relations(catalogue, argument, true))
                    print(table, refusal(select(argument, table)));
            }
            case "query" -> query(argument, true, true);
            default -> throw new IllegalArgumentException(command);
        }
    }

    static String select(String schema, String relation) {
        return "SELECT * FROM \"" + schema + "\".\"" + relation + "\"";
    }

    /** The owner's: tables, and the views that summaries are computed by. Or the reader's: all other views. */
    static List<String> relations(DatabaseMetaData catalogue, String schema, boolean owners) throws SQLException {
        List<String> relations = new ArrayList<>();
        ResultSet tables = catalogue.getTables(null, schema, null, new String[] {"TABLE", "VIEW"});
        while (tables.next()) {
            String name = tables.getString("TABLE_NAME");
            if (owners == (tables.getString("TABLE_TYPE").equals("TABLE") || name.startsWith("live_")))
                relations.add(name);
        }
        return relations;
    }

    static String refusal(String sql) {
        try {
            connection.createStatement().executeQuery(sql);
            return "";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    /** Runs a query and prints its columns, its rows, or both, each line after what comes first. */
    static void query(String sql, boolean withColumns, boolean withRows, Object... first) throws SQLException {
        ResultSet result = connection.createStatement().executeQuery(sql);
        ResultSetMetaData columns = result.getMetaData();
        int count = columns.getColumnCount();
        for (int i = 1; withColumns && i <= count; i++)
            print(first, i, columns.getColumnName(i), JDBCType.valueOf(columns.getColumnType(i)).getName(),
                  columns.getPrecision(i), columns.getScale(i));
        while (withRows && result.next()) {
            Object[] row = new Object[count];
            for (int i = 1; i <= count; i++)
                row[i - 1] = value(result, i, columns.getColumnType(i));
            print(first, row);
        }
    }

    /** A value, fetched as what its column's type says it is. */
    static String value(ResultSet result, int i, int type) throws SQLException {
        Object value = switch (type) {
            case Types.VARCHAR -> result.getString(i);
            case Types.INTEGER -> result.getInt(i);
            case Types.NUMERIC -> result.getBigDecimal(i) == null ? null : result.getBigDecimal(i).toPlainString();
            case Types.DATE -> result.getObject(i, LocalDate.class);
            case Types.BIT -> result.getBoolean(i) ? "t" : "f";
            default -> throw new SQLException("type " + type);
        };
        return result.wasNull() ? null : value.toString();
    }

    static void print(Object[] first, Object... rest) {
        List<Object> fields = new ArrayList<>(Arrays.asList(first));
        fields.addAll(Arrays.asList(rest));
        print(fields.toArray());
    }

    /** Prints a line as COPY does. */
    static void print(Object... fields) {
        StringJoiner line = new StringJoiner("\t");
        for (Object field : fields)
            line.add(field == null ? "\\N"
                     : field.toString().replace("\\", "\\\\").replace("\b", "\\b").replace("\f", "\\f").replace("\n", "\\n")
                            .replace("\r", "\\r").replace("\t", "\\t").replace("\u000b", "\\v"));
        out.print(line + "\n");
    }
}
