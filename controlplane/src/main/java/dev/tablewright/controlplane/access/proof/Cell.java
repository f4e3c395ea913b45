package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.Answer;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.Resource;
import dev.tablewright.policy.catalog.ServiceAction;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * One principal, one action, one resource, and what reasoning says of them. Cells are equal when
 * they ask the same.
 */
public record Cell(PrincipalFacts who, ServiceAction action, Resource on, Answer answer) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cell cell
                && cell.who.equals(who)
                && cell.action.fullName().equals(action.fullName())
                && cell.on.arn().equals(on.arn());
    }

    @Override
    public int hashCode() {
        return Objects.hash(who, action.fullName(), on.arn());
    }
}
