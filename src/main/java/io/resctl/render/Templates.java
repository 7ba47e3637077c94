package io.resctl.render;

import freemarker.cache.ClassTemplateLoader;
import freemarker.core.InvalidReferenceException;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The files under {@code templates/}. Values stand as {@code [=name]}, logic as {@code [#if …]}: neither collides with Compose's {@code ${}}, HAProxy's
 * {@code %[]} or Go's {@code {{}}}. A template quotes with {@code yaml(x)}, {@code compose(x)}, {@code haproxy(x)}, {@code cnf(x)} and so on, the names of
 * {@link Quoting}. Nothing is escaped for HTML.
 */
public final class Templates {
    private final Configuration configuration;

    public Templates() {
        this("templates");
    }

    Templates(String folder) {
        configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setTemplateLoader(new ClassTemplateLoader(Templates.class.getClassLoader(), folder));
        configuration.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
        configuration.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setBooleanFormat("c");
        configuration.setLogTemplateExceptions(false);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        for (Quoting quoting : Quoting.values()) {
            configuration.setSharedVariable(quoting.name().toLowerCase(Locale.ROOT), function(quoting));
        }
    }

    /**
     * A file under {@code templates/} that is no template but a program, or a part of one: brackets of shell text would be taken for directives.
     *
     * @param file path under {@code templates/}, such as {@code supervision/guard}
     */
    public static String asItIs(String file) {
        try (InputStream text =
                Objects.requireNonNull(Templates.class.getResourceAsStream("/templates/" + file), file)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The whole text, or nothing of it.
     *
     * @param template path under {@code templates/}, such as {@code haproxy/gateway.cfg}
     * @throws RenderFault where the template needs a value that is not there, or cannot hold one that is
     */
    public String render(String template, Map<String, ?> values) {
        StringWriter text = new StringWriter();
        try {
            configuration.getTemplate(template).process(values, text);
        } catch (InvalidReferenceException e) {
            throw new RenderFault("template " + template + " needs " + e.getBlamedExpressionString()
                    + ", which is not given (line " + e.getLineNumber() + ")");
        } catch (TemplateException e) {
            Throwable cause = e.getCause();
            throw new RenderFault("template " + template + " line " + e.getLineNumber() + ": "
                    + (cause == null ? e.getMessageWithoutStackTop() : cause.getMessage()));
        } catch (IOException e) {
            throw new RenderFault("template " + template + " cannot be read: " + e.getMessage());
        }
        return text.toString();
    }

    private static TemplateMethodModelEx function(Quoting quoting) {
        return arguments -> {
            if (arguments.size() != 1 || !(arguments.getFirst() instanceof TemplateScalarModel value)) {
                throw new TemplateModelException(quoting.name().toLowerCase(Locale.ROOT) + "() takes one text");
            }
            try {
                return quoting.quote(value.getAsString());
            } catch (IllegalArgumentException e) {
                throw new TemplateModelException(e.getMessage(), e);
            }
        };
    }
}
