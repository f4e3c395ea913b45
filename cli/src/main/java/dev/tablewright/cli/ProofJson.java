package dev.tablewright.cli;

import dev.tablewright.controlplane.access.proof.Check;
import dev.tablewright.controlplane.access.proof.Finding;
import dev.tablewright.controlplane.access.proof.Proof;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A proof as a program reads it. New members may come; those there are stay (version 1). */
final class ProofJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ProofJson() {}

    static String of(Proof proof) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("holds", proof.holds());
        document.put("principals", proof.principals());
        document.put("tables", proof.tables());
        document.put("administrators", proof.administrators());
        List<Object> checks = new ArrayList<>();
        for (Check check : proof.checks()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("group", check.group().id());
            entry.put("subject", check.subject());
            entry.put("claim", check.claim());
            entry.put("holds", check.holds());
            entry.put("findings", check.findings().stream().map(ProofJson::finding).toList());
            checks.add(entry);
        }
        document.put("checks", checks);
        document.put("questions", proof.questions());
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("how", proof.asked().how());
        asked.put("answered", proof.asked().answered());
        asked.put("unclear", proof.asked().unclear());
        document.put("asked", asked);
        document.put("reasonedOnly", proof.reasonedOnly());
        document.put("notes", proof.notes());
        document.put("notSeen", proof.unseen());
        return JSON.writeValueAsString(document) + "\n";
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kind", finding.kind().id());
        entry.put("principal", finding.principal());
        entry.put("sentence", finding.sentence());
        entry.put("actions", finding.actions());
        entry.put("resources", finding.resources());
        entry.put("by", finding.by());
        if (finding.because() != null) {
            entry.put("because", finding.because());
        }
        if (finding.advice() != null) {
            entry.put("advice", finding.advice());
        }
        entry.put("confirmedByRequests", finding.confirmed());
        return entry;
    }
}
