package dev.tablewright.controlplane.setting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** The tag that backups on a schedule are. */
class BackupSettingTest {
    private static final List<String> PARTS =
            List.of("*", "?", "0", "3,15", "1-5", "0/6", "MON-FRI", "3#2", "LW", "6L", "JAN");

    /** The platform reads from the tag what the values said. */
    @Test
    void tagSaysAllThatTheValuesSay() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            var fields = random.ints(6, 0, PARTS.size()).mapToObj(PARTS::get).toList();
            String schedule =
                    random.nextInt(10) == 0
                            ? Backup.NIGHTLY
                            : "cron(" + String.join(" ", fields) + ")";
            Long days = random.nextBoolean() ? null : 1 + random.nextLong(36_500);
            var backup = new Backup(true, schedule, days);
            String tag = String.valueOf(BackupSetting.BACKUP.tags(backup).get(BackupSetting.TAG));

            assertThat(BackupSetting.ofTag(tag)).as("%s, seed %d", tag, seed).isEqualTo(backup);
        }
    }

    @Test
    void otherTextsAreNoSchedule() {
        for (String text : List.of("", "weekly", "nightly keep 7", "cron 0 3 _ _ .", "Nightly")) {
            assertThat(BackupSetting.ofTag(text)).as(text).isNull();
        }
        assertThat(BackupSetting.BACKUP.tags(Backup.OFF)).isEqualTo(Map.of());
    }
}
