package dev.tablewright.controlplane.observed;

/**
 * How many customer managed policies there may be in an account.
 *
 * @param there how many there are, of whomever
 * @param most the account's quota: 1,500 unless AWS raised it
 */
public record PolicyRoom(int there, int most) {}
