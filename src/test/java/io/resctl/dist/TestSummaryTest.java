package io.resctl.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.testing.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dist/test} says last; a run of which every test passed once ended as failed in these lines. */
class TestSummaryTest {
    @TempDir
    Path root;

    @Test
    void whereAllPassedNothingIsSaid() throws IOException {
        report("Green", "<testcase name=\"works\" classname=\"Green\" time=\"0.1\"/>");
        assertThat(summary()).isEqualTo("ended well\n");
    }

    @Test
    void whereNothingRanNothingIsSaid() {
        assertThat(summary()).isEqualTo("ended well\n");
    }

    @Test
    void whatWasSkippedSaysWhyWhereverTheReasonStands() throws IOException {
        report("A", """
                <testcase name="first" classname="A" time="0.1">
                  <skipped type="Aborted"><![CDATA[Aborted: shellcheck is not installed
                \tat io.A.first(A.java:28)
                ]]></skipped></testcase>
                <testcase name="second" classname="A" time="0.1">
                  <skipped message="no image of MaxScale" type="Aborted"/></testcase>
                <testcase name="third" classname="A" time="0.1"/>
                """);
        assertThat(summary()).isEqualTo("""
                Skipped, with the reason:
                    A.first: Aborted: shellcheck is not installed
                    A.second: no image of MaxScale
                ended well
                """);
    }

    @Test
    void whatFailedStandsLast() throws IOException {
        report("A", """
                <testcase name="breaks" classname="A" time="0.1">
                  <failure message="expected: 1&#10; but was: 2" type="AssertionFailedError"><![CDATA[long]]></failure></testcase>
                <testcase name="skipped" classname="A" time="0.1"><skipped message="no &lt;engine&gt;"/></testcase>
                """);
        report(
                "B",
                "<testcase name=\"errs\" classname=\"B\" time=\"0.1\">"
                        + "<error type=\"IOException\"><![CDATA[IOException: gone]]></error></testcase>");
        assertThat(summary()).isEqualTo("""
                Skipped, with the reason:
                    A.skipped: no &lt;engine&gt;
                FAILED, with the reason:
                    A.breaks: expected: 1  but was: 2
                    B.errs: IOException: gone
                ended well
                """);
    }

    private void report(String name, String cases) throws IOException {
        Path reports = Files.createDirectories(root.resolve("target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-" + name + ".xml"), "<testsuite>\n" + cases + "\n</testsuite>\n");
    }

    /** As dist/test calls it: any command that fails ends the script. */
    private String summary() {
        Docker.Said said = Docker.process(
                "bash",
                "-c",
                "set -euo pipefail; root=$1; . dist/lib/scenarios.sh; print_summary; echo ended well",
                "test",
                root.toString());
        assertThat(said.err()).isEmpty();
        return said.out();
    }
}
