package io.resctl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Data flows one way: docs/architecture.md. A package may use those that stand before it in this table, and only its own libraries. */
class ArchitectureTest {
    private record Row(String name, List<String> libraries) {
        Row(String name, String... libraries) {
            this(name, List.of(libraries));
        }

        boolean holds(String packageName) {
            return packageName.equals("io.resctl." + name) || packageName.startsWith("io.resctl." + name + ".");
        }
    }

    private static final List<Row> TABLE = List.of(
            new Row("diag"),
            new Row("model"),
            new Row("json", "com.fasterxml.jackson"),
            new Row("descriptor", "org.yaml.snakeyaml"),
            new Row("host"),
            new Row("secret"),
            new Row("resource"),
            new Row("render", "freemarker"),
            new Row("component"),
            new Row("backup"),
            new Row("journal"),
            new Row(
                    "remote",
                    "net.schmizz",
                    "com.hierynomus",
                    "com.github.dockerjava",
                    "org.apache.hc.core5",
                    "org.xbill"),
            new Row("sql", "java.sql", "org.mariadb"),
            new Row("handler"),
            new Row("observe"),
            new Row("plan", "com.github.difflib"),
            new Row("exec"),
            new Row("runbook"),
            new Row("drill"),
            new Row("lab", "com.github.dockerjava"),
            new Row("view"),
            new Row("app"),
            new Row("cli", "picocli"));

    private static final Pattern NAME = Pattern.compile("`(\\w+)(?:\\.[\\w<>]+)?`");

    /** A library that only a part of a row may use. */
    private static final List<Row> NARROWER = List.of(
            new Row("remote.ssh", "net.schmizz", "com.hierynomus"),
            new Row("remote.docker", "com.github.dockerjava", "org.apache.hc.core5"),
            new Row("remote.dns", "org.xbill"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.resctl");

    @Test
    void theTableKnowsEveryPackage() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct().sorted())
                .isNotEmpty()
                .allMatch(name -> TABLE.stream().anyMatch(row -> row.holds(name)));
    }

    /** Rows for packages that are still to come stand here only. */
    @Test
    void theTableInTheDocumentsIsThisOne() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("docs/architecture.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> NAME.matcher(line.split("\\|")[1]).results().map(name -> name.group(1)))
                .distinct()
                .toList();
        assertThat(documented)
                .containsExactlyElementsOf(TABLE.stream()
                        .filter(row -> CLASSES.stream().anyMatch(c -> row.holds(c.getPackageName())))
                        .map(Row::name)
                        .toList());
    }

    @Test
    void aPackageUsesOnlyThoseBeforeIt() {
        SortedSet<String> wrong = new TreeSet<>();
        dependencies().forEach(d -> {
            int from = row(d.getOriginClass());
            int to = row(d.getTargetClass());
            if (to > from) {
                wrong.add(d.getOriginClass().getName() + " uses "
                        + d.getTargetClass().getName());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void aLibraryIsKnownToItsOwnPackagesOnly() {
        SortedSet<String> wrong = new TreeSet<>();
        dependencies().filter(d -> !everybodys(d.getTargetClass())).forEach(d -> {
            String origin = d.getOriginClass().getPackageName();
            boolean allowed = Stream.concat(TABLE.stream(), NARROWER.stream())
                    .filter(row -> row.holds(origin))
                    .allMatch(row ->
                            row.libraries.stream().anyMatch(d.getTargetClass().getName()::startsWith));
            if (!allowed) {
                wrong.add(d.getOriginClass().getName() + " uses "
                        + d.getTargetClass().getName());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void componentsDoNotKnowEachOther() {
        SortedSet<String> wrong = new TreeSet<>();
        dependencies().forEach(d -> {
            String from = kind(d.getOriginClass());
            String to = kind(d.getTargetClass());
            if (!from.isEmpty() && !to.isEmpty() && !from.equals(to)) {
                wrong.add(d.getOriginClass().getName() + " uses "
                        + d.getTargetClass().getName());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatLooksCannotWrite() {
        noClasses()
                .that()
                .resideInAnyPackage("io.resctl.observe..", "io.resctl.plan..", "io.resctl.component..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "can change a host", c -> c.getFullName().equals("io.resctl.host.Writer")))
                .allowEmptyShould(true)
                .check(CLASSES);
        assertThat(CLASSES.contain("io.resctl.host.Writer")).isTrue();
    }

    /** The kind of a component: the folder below {@code component}. */
    private static String kind(JavaClass c) {
        String prefix = "io.resctl.component.";
        return c.getPackageName().startsWith(prefix)
                ? c.getPackageName().substring(prefix.length()).split("\\.")[0]
                : "";
    }

    private static Stream<Dependency> dependencies() {
        return CLASSES.stream().flatMap(c -> c.getDirectDependenciesFromSelf().stream());
    }

    private static int row(JavaClass c) {
        for (int i = 0; i < TABLE.size(); i++) {
            if (TABLE.get(i).holds(c.getBaseComponentType().getPackageName())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean everybodys(JavaClass c) {
        String name = c.getBaseComponentType().getName();
        return c.getBaseComponentType().isPrimitive()
                || name.startsWith("io.resctl.")
                || (name.startsWith("java.") && !name.startsWith("java.sql."))
                || name.startsWith("javax.")
                || name.startsWith("org.jspecify.");
    }
}
