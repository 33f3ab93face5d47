package com.example.orders;

import java.math.BigDecimal;

/**
 * An order, as the fields of its entry say it.
 */
public record Order(String number, String customer, BigDecimal total) {
}
