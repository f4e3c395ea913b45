package dev.tablewright.cli;

import dev.tablewright.controlplane.suggestion.GrantReview;
import dev.tablewright.controlplane.suggestion.GrantReview.Proposal;
import dev.tablewright.controlplane.suggestion.UnifiedDiff;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;
import dev.tablewright.controlplane.values.ValuesText;
import dev.tablewright.server.audit.AuditLog;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Compares what values grant with what was used, and proposes the change as a patch. */
@Command(
        name = "suggest",
        mixinStandardHelpOptions = true,
        description =
                "Compare what the values grant with what the audit saw, and propose the change: on"
                        + " standard output a patch, for instance for \"git apply\"; what it is for"
                        + " on standard error.")
final class SuggestCommand implements Callable<Integer> {
    @Mixin private DirectoryOption directory = new DirectoryOption();
    @Mixin private ReleaseOptions release = new ReleaseOptions();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "How far back: 2h, 30d, or a time (default: ${DEFAULT-VALUE}).")
    private String since = "30d";

    private final Console console;

    SuggestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException {
        DataDirectory data = directory.get();
        List<Installed> installed = release.of(data);
        if (installed.isEmpty()) {
            throw new CliException(
                    "no values are known: name them with -f values.yaml --namespace NS");
        }
        AuditSource.requireFiles(data);
        AuditSource.flush(data);
        Instant now = Instant.now();
        Instant from = Age.before("--since", since, now);
        AuditedUse use = AuditedUse.read(new AuditLog(data.audit()), from, now);
        sayCoverage(use, Duration.between(from, now));
        for (Installed one : installed) {
            suggest(one, use);
        }
        return 0;
    }

    private void sayCoverage(AuditedUse use, Duration window) {
        if (use.unseen().isZero()) {
            console.say("The audit covers the whole window of " + span(window) + ".");
            return;
        }
        Duration seen = window.minus(use.unseen());
        console.say(
                "The audit covers "
                        + span(seen.isNegative() ? Duration.ZERO : seen)
                        + " of the last "
                        + span(window)
                        + ". What nobody watched may have been used: no grant is called unused."
                        + " Choose a shorter --since for that.");
    }

    private static String span(Duration length) {
        if (length.compareTo(Duration.ofDays(2)) >= 0) {
            return length.toDays() + " days";
        }
        if (length.compareTo(Duration.ofHours(2)) >= 0) {
            return length.toHours() + " hours";
        }
        return length.compareTo(Duration.ofMinutes(2)) >= 0
                ? length.toMinutes() + " minutes"
                : length.toSeconds() + " seconds";
    }

    private void suggest(Installed installed, AuditedUse use) throws ValuesException {
        Values values = installed.values();
        GrantReview review = new GrantReview(values, installed.release());
        List<Proposal> proposals = new ArrayList<>(review.needed(use.refused()));
        if (use.unseen().isZero()) {
            proposals.addAll(review.unused(use.used(), use.young()));
        }
        if (proposals.isEmpty()) {
            console.say("Nothing to change for " + installed.release() + ".");
            return;
        }
        Map<Path, ValuesText> texts = new LinkedHashMap<>();
        installed.files().forEach(f -> texts.put(f, new ValuesText(ValuesOptions.read(f))));
        for (Proposal proposal : proposals) {
            boolean changed = change(proposal, texts);
            console.say(
                    words(proposal)
                            + (changed ? "" : " -- by hand: the file has it in a form of its own"));
        }
        texts.forEach(
                (file, text) ->
                        console.print(
                                UnifiedDiff.of(
                                        file.toString().replaceFirst("^/", ""),
                                        ValuesOptions.read(file),
                                        text.text())));
    }

    private static String words(Proposal proposal) {
        String what = proposal.list().fieldName() + " of table " + proposal.table();
        return switch (proposal) {
            case Proposal.Add add ->
                    ValuesAdvice.line(add.at())
                            + ": add \""
                            + add.role()
                            + "\" to "
                            + what
                            + ": refused "
                            + add.actions().entrySet().stream()
                                    .map(one -> one.getKey() + " x " + one.getValue())
                                    .collect(Collectors.joining(", "));
            case Proposal.Remove remove ->
                    ValuesAdvice.line(remove.at())
                            + ": remove \""
                            + remove.role()
                            + "\" from "
                            + what
                            + ": not used in the window";
        };
    }

    /** Changes the file that the list stands in, provided that exactly that changes by it. */
    private static boolean change(Proposal proposal, Map<Path, ValuesText> texts)
            throws ValuesException {
        Path file = Path.of(proposal.at().file());
        ValuesText before = texts.get(file);
        if (before == null) {
            return false;
        }
        Optional<ValuesText> after =
                switch (proposal) {
                    case Proposal.Add add -> before.add(add.index(), add.list(), add.role());
                    case Proposal.Remove remove ->
                            before.remove(remove.index(), remove.list(), remove.role());
                };
        if (after.isEmpty()) {
            return false;
        }
        Values old = parse(texts);
        texts.put(file, after.get());
        if (isRight(proposal, old, texts)) {
            return true;
        }
        texts.put(file, before);
        return false;
    }

    private static boolean isRight(Proposal proposal, Values old, Map<Path, ValuesText> texts) {
        try {
            return withChange(old, proposal).equals(parse(texts).tables());
        } catch (ValuesException wrong) {
            return false;
        }
    }

    private static Values parse(Map<Path, ValuesText> texts) throws ValuesException {
        List<Source> sources = new ArrayList<>();
        texts.forEach((file, text) -> sources.add(new Source(file.toString(), text.text())));
        return ValuesParser.parse(sources);
    }

    private static List<TableValues> withChange(Values values, Proposal proposal) {
        List<TableValues> tables = new ArrayList<>(values.tables());
        TableValues table = tables.get(proposal.index());
        List<String> roles = new ArrayList<>(proposal.list().of(table));
        switch (proposal) {
            case Proposal.Add add -> roles.add(add.role());
            case Proposal.Remove remove -> roles.remove(remove.role());
        }
        tables.set(proposal.index(), proposal.list().with(table, roles));
        return tables;
    }
}
