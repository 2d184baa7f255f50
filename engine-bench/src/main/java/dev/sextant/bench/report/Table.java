package dev.sextant.bench.report;

import java.util.List;

/** A table as HTML: a line of heads, then rows. For one thread. */
final class Table {
    private final StringBuilder html = new StringBuilder("<table>\n<tr>");

    Table(String... heads) {
        for (String head : heads) {
            html.append("<th>").append(Svg.escape(head)).append("</th>");
        }
        html.append("</tr>\n");
    }

    Table row(List<String> cells) {
        html.append("<tr>");
        for (String cell : cells) {
            boolean number = !cell.isEmpty() && Character.isDigit(cell.charAt(0)) && cell.length() < 24;
            html.append(number ? "<td class=\"n\">" : "<td>")
                    .append(Svg.escape(cell))
                    .append("</td>");
        }
        html.append("</tr>\n");
        return this;
    }

    String end() {
        return html + "</table>\n";
    }
}
