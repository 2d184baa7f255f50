package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.SplittableRandom;

/** One payment: what was drawn of it, so that it is the same at every attempt. Returns the amount. */
record Payment(
        long warehouse,
        long district,
        long customerWarehouse,
        long customerDistrict,
        long customer,
        long amount,
        long number,
        OrderRows rows)
        implements Client.Work<Long> {
    private static final int CUSTOMER_SKEW = 127;
    private static final int REMOTE_PERCENT = 15;
    private static final int PERCENT = 100;
    private static final int AMOUNT_MOST = 500_000;

    static Payment draw(SplittableRandom random, int warehouses, long home, long number, OrderRows rows) {
        long district = random.nextInt(OrderEntryWorkload.DISTRICTS);
        boolean remote = random.nextInt(PERCENT) < REMOTE_PERCENT;
        return new Payment(
                home,
                district,
                remote ? random.nextInt(warehouses) : home,
                remote ? random.nextInt(OrderEntryWorkload.DISTRICTS) : district,
                OrderRows.skewed(random, CUSTOMER_SKEW, OrderEntryWorkload.CUSTOMERS),
                1 + random.nextInt(AMOUNT_MOST),
                number,
                rows);
    }

    @Override
    public Long run(Client.Transaction transaction) throws Exception {
        byte[] warehouseKey = OrderRows.warehouse(warehouse);
        transaction.put(warehouseKey, OrderRows.changed(transaction.get(warehouseKey), 0, amount));
        byte[] districtKey = OrderRows.district(warehouse, district);
        transaction.put(districtKey, OrderRows.changed(transaction.get(districtKey), 1, amount));
        byte[] customerKey = OrderRows.customer(customerWarehouse, customerDistrict, customer);
        byte[] paid = OrderRows.changed(transaction.get(customerKey), 0, -amount);
        transaction.put(customerKey, OrderRows.changed(paid, 1, 1));
        transaction.put(
                OrderRows.history(warehouse, district, number), rows.value(OrderRows.HISTORY_BYTES, customer, amount));
        return amount;
    }
}
