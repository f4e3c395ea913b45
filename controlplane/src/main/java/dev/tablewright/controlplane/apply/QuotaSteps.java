package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.desired.DesiredQuota;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.StepText;
import dev.tablewright.controlplane.target.EnvironmentQuotas;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;

/** The steps that change quotas of environments; each looks first whether somebody else has. */
final class QuotaSteps {
    private final EnvironmentQuotas quotas;

    QuotaSteps(EnvironmentQuotas quotas) {
        this.quotas = quotas;
    }

    void execute(Step.OnQuota step) throws StepFailed {
        switch (step) {
            case Step.SetQuota(var environment, var from, var to) -> {
                if (isToChange(environment, from, to)) {
                    quotas.put(environment, to.prefixes(), to.limits());
                }
            }
            case Step.DeleteQuota(var environment, var from) -> {
                if (isToChange(environment, from, null)) {
                    quotas.delete(environment);
                }
            }
        }
    }

    private boolean isToChange(
            String environment, @Nullable DesiredQuota from, @Nullable DesiredQuota to)
            throws StepFailed {
        DesiredQuota is = now(environment);
        if (Objects.equals(is, to)) {
            return false;
        }
        if (!Objects.equals(is, from)) {
            throw new StepFailed(
                    "the quota has changed since the plan was made: it is "
                            + (is == null ? "none" : StepText.words(is.limits())));
        }
        return true;
    }

    private @Nullable DesiredQuota now(String environment) {
        Map<String, EnvironmentQuotas.Quota> all = quotas.list();
        EnvironmentQuotas.Quota quota = all == null ? null : all.get(environment);
        return quota == null ? null : new DesiredQuota(quota.prefixes(), quota.limits());
    }
}
