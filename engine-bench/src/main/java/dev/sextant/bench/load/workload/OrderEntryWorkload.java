package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * New orders and payments, about half each, after TPC-C (TPC Benchmark C, revision 5.11), on rows of keys and numbers.
 *
 * <p>Left out: delivery, order-status and stock-level; the choice of customers by last name; the one new order in 100 that is
 * rolled back; think times and terminals. Smaller: 300 customers a district instead of 3,000, 1,000 items instead of 100,000; a row is
 * numbers filled up to about the size of the original. As there: ten districts, 5 to 15 lines an order, 1 % of lines from another
 * warehouse, 15 % of payments by another warehouse's customer, customers and items by {@code NURand}. A client belongs to one warehouse.
 * So these are no tpmC, and no figure here may be compared with one.
 */
final class OrderEntryWorkload implements Workload {
    static final String NAME = "order-entry";

    static final int DISTRICTS = 10;
    static final int CUSTOMERS = 300;
    static final int ITEMS = 1_000;

    private static final int WAREHOUSES_LEAST = 4;
    private static final int NEW_ORDER_PERCENT = 51;
    private static final int PERCENT = 100;

    private final int warehouses;
    private final AtomicLong payments = new AtomicLong();
    private final LongAdder orders = new LongAdder();

    OrderEntryWorkload(WorkloadSettings settings) {
        warehouses = Math.max(WAREHOUSES_LEAST, settings.groups());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "new orders and payments after TPC-C, reduced (no tpmC): " + warehouses + " warehouses of " + DISTRICTS
                + " districts of " + CUSTOMERS + " customers, " + ITEMS + " items";
    }

    @Override
    public void load(Client client) throws Exception {
        OrderRows rows = new OrderRows(new SplittableRandom(warehouses));
        Loading.rows(client, ITEMS, OrderRows::item, item -> rows.value(OrderRows.ITEM_BYTES, 100 + item % 9_900));
        for (long warehouse = 0; warehouse < warehouses; warehouse++) {
            long here = warehouse;
            Loading.rows(client, 1, row -> OrderRows.warehouse(here), row -> rows.value(OrderRows.WAREHOUSE_BYTES, 0));
            Loading.rows(
                    client,
                    DISTRICTS,
                    district -> OrderRows.district(here, district),
                    district -> rows.value(OrderRows.DISTRICT_BYTES, 0, 0));
            Loading.rows(
                    client,
                    DISTRICTS * CUSTOMERS,
                    row -> OrderRows.customer(here, row / CUSTOMERS, row % CUSTOMERS),
                    row -> rows.value(OrderRows.CUSTOMER_BYTES, 0, 0));
            Loading.rows(
                    client,
                    ITEMS,
                    item -> OrderRows.stock(here, item),
                    item -> rows.value(OrderRows.STOCK_BYTES, 50, 0));
        }
    }

    @Override
    public Actor actor(int number, int of, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OrderRows rows = new OrderRows(random.split());
        long home = number % warehouses;
        return () -> {
            if (random.nextInt(PERCENT) < NEW_ORDER_PERCENT) {
                NewOrder order = NewOrder.draw(random, warehouses, home, rows);
                return new Counted(client -> client.transact(order), orders);
            }
            Payment payment = Payment.draw(random, warehouses, home, payments.getAndIncrement(), rows);
            return client -> client.transact(payment);
        };
    }

    /** Conditions 1 and 2 of TPC-C's clause 3.3.2, and that no order was lost. */
    @Override
    public List<String> findings(Client client) throws Exception {
        List<String> findings = new ArrayList<>();
        long numbered = 0;
        for (long warehouse = 0; warehouse < warehouses; warehouse++) {
            long paid = 0;
            for (long district = 0; district < DISTRICTS; district++) {
                byte[] row = client.get(OrderRows.district(warehouse, district));
                long next = OrderRows.number(row, 0);
                numbered += next;
                paid += OrderRows.number(row, 1);
                boolean last = next == 0 || client.get(OrderRows.order(warehouse, district, next - 1)) != null;
                if (!last || client.get(OrderRows.order(warehouse, district, next)) != null) {
                    findings.add("the orders of district " + district + " of warehouse " + warehouse
                            + " do not end where the district says");
                }
            }
            long total = OrderRows.number(client.get(OrderRows.warehouse(warehouse)), 0);
            if (paid != total) {
                findings.add("warehouse " + warehouse + " was paid " + total + ", its districts " + paid);
            }
        }
        findings.addAll(Numbers.lost(numbered, orders.sum(), "orders"));
        return findings;
    }
}
