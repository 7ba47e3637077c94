package io.resctl.descriptor;

import io.resctl.diag.Where;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * From text to {@link Tree}, by YAML's events: no type is guessed, nothing is constructed, aliases are refused where they
 * stand, and depth is bounded before it can hurt.
 */
final class TreeReader {
    private static final int DEEPEST = 20;

    /** So many are reported; the others say nothing new. */
    private static final int MOST_ALIASES = 5;

    private final String file;
    private final Findings findings;
    private final ParserImpl events;

    /** Something had to be left out, so the meaning of the rest is not sure. */
    private boolean broken;

    private int aliases;

    private TreeReader(String file, String text, Findings findings) {
        this.file = file;
        this.findings = findings;
        this.events = new ParserImpl(new StreamReader(text), new LoaderOptions());
    }

    /** Empty where there is nothing to go on with; then there is a finding. */
    static Optional<Tree> read(String file, String text, Findings findings) {
        try {
            TreeReader reader = new TreeReader(file, text, findings);
            return reader.document().filter(_ -> !reader.broken);
        } catch (MarkedYAMLException e) {
            YamlProblem problem = YamlProblem.of(e, text);
            Place place = new Place("", where(file, problem.mark()));
            findings.error(place, "yaml.syntax", problem.summary(), problem.hint());
            return Optional.empty();
        } catch (TooDeep e) {
            findings.error(
                    new Place("", e.where),
                    "yaml.depth",
                    "values are nested more than " + DEEPEST + " deep here",
                    "check the indentation and the brackets up to here");
            return Optional.empty();
        }
    }

    /** Ends the reading at once: the scanner's work grows with the square of the depth. */
    private static final class TooDeep extends RuntimeException {
        private final transient Where where;

        TooDeep(Where where) {
            super("too deep", null, false, false);
            this.where = where;
        }
    }

    private Optional<Tree> document() {
        events.getEvent();
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return empty();
        }
        events.getEvent();
        Optional<Tree> tree = node(0);
        events.getEvent();
        if (tree.isPresent() && tree.get() instanceof Tree.Text text && text.nothing()) {
            return empty();
        }
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            broken(
                    where(events.peekEvent()),
                    "yaml.documents",
                    "a second document starts here; a descriptor is one document",
                    "remove the `---` line and what follows, or put it into a file of its own");
        }
        return tree;
    }

    private Optional<Tree> empty() {
        error(new Where(file, 1, 1), "yaml.empty", "the file holds nothing", "`resctl init` writes a starter");
        return Optional.empty();
    }

    private Optional<Tree> node(int depth) {
        Event event = events.getEvent();
        Where where = where(event);
        boolean anchored = event instanceof NodeEvent node && node.getAnchor() != null;
        if (anchored && aliases++ < MOST_ALIASES) {
            broken(
                    where,
                    "yaml.alias",
                    "anchors and aliases (`&name`, `*name`) are not part of a descriptor",
                    "write the value out where it is needed");
        }
        if (event instanceof CollectionStartEvent && depth >= DEEPEST) {
            throw new TooDeep(where);
        }
        return switch (event) {
            case ScalarEvent scalar -> Optional.of(scalar(scalar, where));
            case MappingStartEvent start -> Optional.of(mapping(start, where, depth));
            case CollectionStartEvent start -> Optional.of(sequence(start, where, depth));
            case AliasEvent _ -> Optional.empty();
            default -> throw new IllegalStateException("not the start of a node: " + event);
        };
    }

    private Tree scalar(ScalarEvent scalar, Where where) {
        Optional<String> tag = Optional.ofNullable(scalar.getTag()).filter(this::known);
        if (tag.isEmpty()) {
            refuseTag(scalar.getTag(), where);
        }
        return new Tree.Text(scalar.getValue(), scalar.isPlain(), tag, where);
    }

    private Tree sequence(CollectionStartEvent start, Where where, int depth) {
        refuseTag(start.getTag(), where);
        List<Tree> items = new ArrayList<>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            node(depth + 1).ifPresent(items::add);
        }
        events.getEvent();
        return new Tree.Items(items, where);
    }

    private Tree mapping(MappingStartEvent start, Where where, int depth) {
        refuseTag(start.getTag(), where);
        Map<String, Tree.Field> fields = new LinkedHashMap<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Where keyWhere = where(events.peekEvent());
            Optional<Tree> key = node(depth + 1);
            Optional<Tree> value = node(depth + 1);
            if (key.isEmpty()) {
                continue;
            }
            if (key.get() instanceof Tree.Text text && text.tag().isEmpty()) {
                Tree.Field first = fields.get(text.value());
                if (first == null) {
                    value.ifPresent(tree -> fields.put(text.value(), new Tree.Field(keyWhere, tree)));
                } else {
                    error(
                            keyWhere,
                            "yaml.duplicate",
                            "the key " + Words.quote(text.value()) + " stands here for the second time",
                            "the first is in line " + first.keyWhere().line() + "; remove one of the two");
                }
            } else {
                broken(keyWhere, "yaml.key", "a key must be a word", "quote a text that begins with `{`, `[` or `!`");
            }
        }
        events.getEvent();
        return new Tree.Fields(fields, where);
    }

    private boolean known(String tag) {
        return tag.equals("!secret");
    }

    private void refuseTag(String tag, Where where) {
        if (tag != null) {
            broken(
                    where,
                    "yaml.tag",
                    "the tag " + Words.quote(tag.replace("tag:yaml.org,2002:", "!!")) + " is not known",
                    "the only one is `!secret NAME`, for the name of a secret; quote a text that begins with `!`");
        }
    }

    private void broken(Where where, String code, String summary, String hint) {
        broken = true;
        findings.error(new Place("", where), code, summary, hint);
    }

    private void error(Where where, String code, String summary, String hint) {
        findings.error(new Place("", where), code, summary, hint);
    }

    private Where where(Event event) {
        return where(file, event.getStartMark());
    }

    private static Where where(String file, Mark mark) {
        return new Where(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
