package dev.sextant.bench.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * Where values stand on an axis that begins at 0, or on one where each doubling takes the same room. Pure.
 *
 * @param least where one of the second kind begins
 * @param most the largest value
 * @param doubling whether it is of the second kind
 */
record Axis(double least, double most, boolean doubling) {
    private static final int TICKS_ABOUT = 5;
    private static final int TICKS_MOST = 12;
    private static final double[] STEPS = {1, 2, 5, 10};

    /** One that all these values fit on. */
    static Axis of(List<Double> values, boolean doubling) {
        DoubleSummaryStatistics all = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        double most = all.getMax() > 0 ? all.getMax() : 1;
        return new Axis(all.getMin() > 0 ? Math.min(all.getMin(), most) : 1, most, doubling);
    }

    /** From 0 to 1. */
    double place(double value) {
        if (!doubling) {
            return Math.max(0, value / end());
        }
        return most <= least ? 0.5 : Math.max(0, Math.log(value / least) / Math.log(most / least));
    }

    /** The values to write beside it. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (doubling) {
            double factor = 2;
            while (Math.log(most / least) / Math.log(factor) >= TICKS_MOST) {
                factor *= factor;
            }
            for (double tick = least; tick <= most; tick *= factor) {
                ticks.add(tick);
            }
            return ticks;
        }
        double step = step();
        for (int i = 0; i * step <= end() * (1 + 1e-9); i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private double end() {
        double step = step();
        return Math.ceil(most / step - 1e-9) * step;
    }

    private double step() {
        double rough = most / TICKS_ABOUT;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double step : STEPS) {
            if (step * power >= rough) {
                return step * power;
            }
        }
        return 10 * power;
    }

    /** A value in few characters. */
    static String label(double value) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size >= 1e9) {
            return trimmed(value / 1e9) + " G";
        }
        if (size >= 1e6) {
            return trimmed(value / 1e6) + " M";
        }
        return size >= 1e4 ? trimmed(value / 1e3) + " k" : trimmed(value);
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, Math.abs(value) < 0.1 ? "%.4f" : "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
