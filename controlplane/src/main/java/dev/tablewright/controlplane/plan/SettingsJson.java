package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.setting.Transition;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

import java.util.Map;

/** Settings in a saved plan: each by its name. */
final class SettingsJson {
    private SettingsJson() {}

    static JacksonModule module() {
        return new SimpleModule("settings")
                .addSerializer(Settings.class, new WriteSettings())
                .addDeserializer(Settings.class, new ReadSettings())
                .addSerializer(Transition.class, new WriteTransition())
                .addDeserializer(Transition.class, new ReadTransition());
    }

    private static Setting<?> setting(DeserializationContext context, String name) {
        return TableSettings.find(name)
                .orElseThrow(() -> context.weirdStringException(name, Setting.class, "unknown"));
    }

    private static final class WriteSettings extends ValueSerializer<Settings> {
        @Override
        public void serialize(Settings value, JsonGenerator out, SerializationContext context) {
            context.writeValue(out, value.byName());
        }
    }

    private static final class ReadSettings extends ValueDeserializer<Settings> {
        @Override
        public Settings deserialize(JsonParser in, DeserializationContext context) {
            Settings settings = Settings.NONE;
            for (Map.Entry<String, JsonNode> entry : context.readTree(in).properties()) {
                settings =
                        with(settings, setting(context, entry.getKey()), entry.getValue(), context);
            }
            return settings;
        }

        private static <V> Settings with(
                Settings settings,
                Setting<V> setting,
                JsonNode value,
                DeserializationContext context) {
            return settings.with(setting, context.readTreeAsValue(value, setting.type()));
        }
    }

    @SuppressWarnings("rawtypes") // Jackson names a class, which has no parameters.
    private static final class WriteTransition extends ValueSerializer<Transition> {
        @Override
        public void serialize(Transition value, JsonGenerator out, SerializationContext context) {
            out.writeStartObject();
            out.writeStringProperty("setting", value.setting().name());
            out.writeName("from");
            context.writeValue(out, value.from());
            out.writeName("to");
            context.writeValue(out, value.to());
            out.writeEndObject();
        }
    }

    @SuppressWarnings("rawtypes") // Jackson names a class, which has no parameters.
    private static final class ReadTransition extends ValueDeserializer<Transition> {
        @Override
        public Transition deserialize(JsonParser in, DeserializationContext context) {
            JsonNode tree = context.readTree(in);
            String name = tree.path("setting").asString("");
            return read(setting(context, name), tree, context);
        }

        private static <V> Transition<V> read(
                Setting<V> setting, JsonNode tree, DeserializationContext context) {
            V from = context.readTreeAsValue(tree.path("from"), setting.type());
            V to = context.readTreeAsValue(tree.path("to"), setting.type());
            if (from == null || to == null) {
                throw context.weirdStringException(setting.name(), Setting.class, "no value");
            }
            return new Transition<>(setting, from, to);
        }
    }
}
