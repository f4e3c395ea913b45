package dev.tablewright.controlplane.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.setting.AutoscalingSetting;
import dev.tablewright.controlplane.setting.DeletionProtectionSetting;
import dev.tablewright.controlplane.setting.OnDemandSetting;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.Transition;
import dev.tablewright.controlplane.setting.VectorIndexSetting;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Throughput;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** What belongs to one way of billing waits with the move to it; what does not, does not. */
class WaitsAlongTest {
    private static final TableAddress TABLE = new TableAddress("eu-west-1", "koa-dev-Orders");
    private static final Step.Capacity BY_REQUEST =
            new Step.Capacity(BillingMode.PAY_PER_REQUEST, Throughput.ON_DEMAND);
    private static final Step.Capacity PROVISIONED =
            new Step.Capacity(BillingMode.PROVISIONED, new Throughput(2, 1));
    private static final Step.Capacity LESS =
            new Step.Capacity(BillingMode.PROVISIONED, new Throughput(1, 1));

    @Test
    void whatIsBilledSoWaitsForTheMove() {
        Step move = new Step.SetCapacity(TABLE, PROVISIONED, BY_REQUEST, Map.of());

        assertThat(WaitsAlong.needs(initial(VectorIndexSetting.VECTORS), move)).isTrue();
        assertThat(WaitsAlong.needs(initial(OnDemandSetting.LIMITS), move)).isTrue();
        assertThat(WaitsAlong.needs(initial(AutoscalingSetting.SCALING), move)).isTrue();
        assertThat(WaitsAlong.needs(initial(DeletionProtectionSetting.PROTECTION), move)).isFalse();
    }

    @Test
    void aDecreaseHoldsUpNothingElse() {
        Step decrease = new Step.SetCapacity(TABLE, PROVISIONED, LESS, Map.of());

        assertThat(WaitsAlong.needs(initial(AutoscalingSetting.SCALING), decrease)).isFalse();
    }

    private static <V> Step initial(Setting<V> setting) {
        V value = setting.initial();
        return new Step.Change(TABLE, new Transition<>(setting, value, value));
    }
}
