package io.resctl.model;

import java.math.BigDecimal;

/** A share of a hundred, exact: {@code 99.9%}. */
public record Percent(BigDecimal value) {
    public Percent {
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException("a percentage is 0 to 100, not " + value);
        }
    }

    public static Percent of(String number) {
        return new Percent(new BigDecimal(number));
    }

    @Override
    public String toString() {
        return value.toPlainString() + "%";
    }
}
