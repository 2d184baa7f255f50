package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One new order: what was drawn of it, so that it is the same at every attempt. Returns the order's number. */
record NewOrder(long warehouse, long district, long customer, List<Line> lines, OrderRows rows)
        implements Client.Work<Long> {
    private static final int LINES_LEAST = 5;
    private static final int LINES_MOST = 15;
    private static final int QUANTITY_MOST = 10;
    private static final int REMOTE_LINES_ONE_IN = 100;
    private static final int CUSTOMER_SKEW = 127;
    private static final int ITEM_SKEW = 511;
    private static final int RESTOCKED = 91;

    /** One line of it. */
    record Line(long supplier, long item, long quantity) {}

    static NewOrder draw(SplittableRandom random, int warehouses, long home, OrderRows rows) {
        int count = LINES_LEAST + random.nextInt(LINES_MOST - LINES_LEAST + 1);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean remote = random.nextInt(REMOTE_LINES_ONE_IN) == 0;
            long supplier = remote ? random.nextInt(warehouses) : home;
            long item = OrderRows.skewed(random, ITEM_SKEW, OrderEntryWorkload.ITEMS);
            lines.add(new Line(supplier, item, 1 + random.nextInt(QUANTITY_MOST)));
        }
        long district = random.nextInt(OrderEntryWorkload.DISTRICTS);
        long customer = OrderRows.skewed(random, CUSTOMER_SKEW, OrderEntryWorkload.CUSTOMERS);
        return new NewOrder(home, district, customer, lines, rows);
    }

    @Override
    public Long run(Client.Transaction transaction) throws Exception {
        OrderRows.number(transaction.get(OrderRows.warehouse(warehouse)), 0);
        OrderRows.number(transaction.get(OrderRows.customer(warehouse, district, customer)), 0);
        byte[] districtKey = OrderRows.district(warehouse, district);
        byte[] districtRow = transaction.get(districtKey);
        long order = OrderRows.number(districtRow, 0);
        transaction.put(districtKey, OrderRows.changed(districtRow, 0, 1));
        transaction.put(
                OrderRows.order(warehouse, district, order), rows.value(OrderRows.ORDER_BYTES, customer, lines.size()));
        transaction.put(
                OrderRows.newOrder(warehouse, district, order), rows.value(OrderRows.NEW_ORDER_BYTES, customer));
        for (int i = 0; i < lines.size(); i++) {
            add(transaction, order, i, lines.get(i));
        }
        return order;
    }

    private void add(Client.Transaction transaction, long order, int number, Line line) throws Exception {
        long price = OrderRows.number(transaction.get(OrderRows.item(line.item())), 0);
        byte[] stockKey = OrderRows.stock(line.supplier(), line.item());
        byte[] stock = transaction.get(stockKey);
        long left = OrderRows.number(stock, 0) - line.quantity();
        long restocked = left < QUANTITY_MOST ? RESTOCKED : 0;
        byte[] less = OrderRows.changed(stock, 0, restocked - line.quantity());
        transaction.put(stockKey, OrderRows.changed(less, 1, line.quantity()));
        transaction.put(
                OrderRows.orderLine(warehouse, district, order, number),
                rows.value(
                        OrderRows.ORDER_LINE_BYTES,
                        line.item(),
                        line.supplier(),
                        line.quantity(),
                        price * line.quantity()));
    }
}
