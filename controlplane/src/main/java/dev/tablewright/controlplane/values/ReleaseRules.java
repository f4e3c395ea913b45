package dev.tablewright.controlplane.values;

import static dev.tablewright.controlplane.values.Mistakes.quoted;

import dev.tablewright.controlplane.setting.ReplicasSetting;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The rules that concern several tables. */
final class ReleaseRules {
    private ReleaseRules() {}

    static void check(Values values, Problems problems) {
        Map<String, TableValues> byName = new HashMap<>();
        Map<String, TableValues> byObject = new HashMap<>();
        for (TableValues table : values.tables()) {
            ReplicasSetting.checkRegion(table, values.region(table), problems);
            String path = table.path() + ".name";
            if (!problems.sound(path)) {
                continue;
            }
            String name =
                    table.externalName() == null
                            ? (table.useIdpPrefix() ? "idp-" : "") + "*-" + table.name()
                            : table.externalName();
            TableValues same = byName.putIfAbsent(values.region(table) + " " + name, table);
            TableValues alike = byObject.putIfAbsent(objectName(name), table);
            if (same != null) {
                problems.add(
                        path,
                        quoted(table.name()) + " is the name of " + same.path() + " too",
                        "table names are unique in a region");
            } else if (alike != null) {
                problems.add(
                        path,
                        quoted(table.name())
                                + " and "
                                + quoted(alike.name())
                                + " ("
                                + alike.path()
                                + ") make the same Kubernetes object name",
                        "let them differ by more than case and '_'");
            }
        }
    }

    /** Kubernetes names know lower case, digits, '.' and '-' only. */
    private static String objectName(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
    }
}
